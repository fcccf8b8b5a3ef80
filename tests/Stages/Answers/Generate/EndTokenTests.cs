using System.Text.Json;
using System.Text.Json.Nodes;
using Pipeline.Modeling.Tokenization.Templates;
using Pipeline.Stages.Answers.Generate;
using Pipeline.Stages.Answers.Shift;
using Pipeline.Stages.Data.Ingest;
using Pipeline.Tests.Support;

namespace Pipeline.Tests.Stages.Answers.Generate;

/// <summary>
/// Where answers end, against transformers: a base model that is asked with a chat template ends at the template's end and at its own,
/// which <c>config.json</c> or <c>generation_config.json</c> names, alone or in a list.
/// </summary>
public sealed class EndTokenTests
{
    private const int Longest = 64;

    private static readonly JsonSerializerOptions _snakeCase = new() { PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower };

    public static TheoryData<string> Cases => ["chatml", "llama3", "gemma", "phi3", "list", "no_generation_config"];

    [Theory]
    [MemberData(nameof(Cases))]
    public async Task Greedy_answers_end_where_the_references_do(string name)
    {
        var golden = Golden(name);
        using var folder = new TemporaryFolder();
        Write(folder.Root, golden);

        var rows = await AnswersAsync(golden, folder.Root, new GenerateOptions());

        foreach (var (row, expected) in rows.Zip(golden.Answers, (row, expected) => (row, expected)))
        {
            Assert.Equal(expected.PromptIds, row.PromptIds);
            Assert.Equal(expected.AnswerIds, row.AnswerIds);
            var ends = golden.Ends.Contains(expected.AnswerIds[^1]);
            Assert.Equal(ends ? FinishReason.Stop : FinishReason.Length, row.FinishReason);
            Assert.DoesNotContain(row.AnswerIds[..^1], golden.Ends.Contains);
        }

        Assert.Contains(rows, row => row.FinishReason == FinishReason.Stop);
    }

    [Fact]
    public async Task In_context_the_base_ends_at_its_own_end_of_text_too()
    {
        var golden = Golden("llama3");
        using var folder = new TemporaryFolder();
        Write(folder.Root, golden);

        var rows = await AnswersAsync(golden, folder.Root, new GenerateOptions { InContext = "A." });

        Assert.All(rows, row => Assert.DoesNotContain(row.AnswerIds[..^1], golden.Ends.Contains));
        Assert.Contains(rows, row => row.FinishReason == FinishReason.Stop);
    }

    [Fact]
    public async Task The_settings_tokens_end_an_answer_beside_them()
    {
        var golden = Golden("llama3");
        using var folder = new TemporaryFolder();
        Write(folder.Root, golden);
        var free = await AnswersAsync(golden, folder.Root, new GenerateOptions());
        var stop = free.First(row => row.AnswerIds.Length > 4).AnswerIds[2];

        var rows = await AnswersAsync(golden, folder.Root, new GenerateOptions { StopIds = [stop] });

        Assert.Contains(rows, row => row.AnswerIds[^1] == stop);
        Assert.All(rows, row => Assert.DoesNotContain(row.AnswerIds[..^1], id => id == stop || golden.Ends.Contains(id)));
    }

    [Fact]
    public async Task The_token_that_ended_an_answer_is_told_apart_in_the_shift_table_whichever_it_is()
    {
        var golden = Golden("list");
        using var folder = new TemporaryFolder();
        Write(folder.Root, golden);
        var answers = await AnswersAsync(golden, folder.Root, new GenerateOptions());
        using var fixture = new StageFixture().WithFolder(ShiftStage.Model, folder.Root);

        var rows = await fixture.RunAsync(
            new ShiftStage(new ShiftOptions { Template = TemplateOf(golden), BaseWrappers = [] }),
            ShiftStage.Answers,
            answers
        );

        var last = rows.GroupBy(row => row.InstanceId).Select(answer => answer.MaxBy(row => row.Position)!).ToList();
        Assert.All(last, row => Assert.Equal(golden.Ends.Contains(row.TokenId), row.EndsAnswer));
        Assert.Equal(last.Count(row => row.EndsAnswer), rows.Count(row => row.EndsAnswer));
        Assert.True(last.Where(row => row.EndsAnswer).Select(row => row.TokenId).Distinct().Count() >= 3);
        Assert.All(last.Where(row => row.EndsAnswer), row => Assert.Equal("", row.TokenText));
    }

    private static GoldenAnswers Golden(string name) =>
        File.ReadLines(Repository.PathOf("tests", "Goldens", "answers", "end_tokens.jsonl"))
            .Select(line => JsonSerializer.Deserialize<GoldenAnswers>(line, _snakeCase)!)
            .Single(golden => golden.Name == name);

    private static ChatTemplate TemplateOf(GoldenAnswers golden) =>
        ChatTemplates.Named(golden.Template, new Dictionary<string, ChatTemplate>());

    private static void Write(string folder, GoldenAnswers golden) =>
        BaseWithTokens.Write(
            folder,
            golden.Special,
            golden.Rows,
            golden.Config,
            golden.Generation,
            hasGeneration: golden.Generation?.GetValueKind() != JsonValueKind.String
        );

    private static async Task<IReadOnlyList<GenerationRow>> AnswersAsync(GoldenAnswers golden, string folder, GenerateOptions options)
    {
        using var fixture = new StageFixture().WithFolder(GenerateStage.Model, folder);
        return await fixture.RunAsync(
            new GenerateStage(options with { Template = TemplateOf(golden), MaxNewTokens = Longest }),
            GenerateStage.Prompts,
            [.. golden.Answers.Select((answer, i) => new InstanceRow { InstanceId = $"p{i}", Instruction = answer.Prompt })]
        );
    }

    private sealed record GoldenAnswers(
        string Name,
        string Template,
        string[] Special,
        int[] Rows,
        JsonNode? Config,
        JsonNode? Generation,
        int[] Ends,
        GoldenAnswer[] Answers
    );

    private sealed record GoldenAnswer(string Prompt, int[] PromptIds, int[] AnswerIds);
}
