using Pipeline.Engine;
using Pipeline.Engine.Caching;
using Pipeline.Modeling.Tokenization.Templates;
using Pipeline.Stages.Answers.Generate;
using Pipeline.Stages.Data.Ingest;
using Pipeline.Tests.Support;

namespace Pipeline.Tests.Stages.Answers.Generate;

/// <summary>Answers of the shipped base model, as rows.</summary>
public sealed class GenerateStageTests
{
    private static readonly GenerateOptions _options = new()
    {
        Model = "base",
        MaxNewTokens = 12,
        Template = ChatTemplates.Named("plain", new Dictionary<string, ChatTemplate>()),
    };

    private static readonly IReadOnlyList<InstanceRow> _prompts =
    [
        .. new[]
        {
            "What is red?",
            "Name a city, a river and a mountain that you like best of all.",
            "Hi",
            "Who wrote it, and why?",
        }.Select((text, i) => new InstanceRow { InstanceId = $"p{i}", Instruction = text }),
    ];

    [Fact]
    public async Task A_rows_bytes_depend_neither_on_the_batch_nor_on_the_other_prompts_nor_on_the_memo()
    {
        var sampled = _options with { Temperature = 1, TopP = 0.95, Samples = 3, Seed = 4 };
        using var memo = new TemporaryFolder();
        var whole = await RunAsync(sampled with { BatchSize = 32 }, _prompts);
        var narrow = await RunAsync(sampled with { BatchSize = 2 }, _prompts);
        var single = await RunAsync(sampled, [_prompts[2]]);
        using var first = new FileMemo(memo.Root);
        _ = await RunAsync(sampled, [_prompts[1], _prompts[3]], first);
        var remembered = await RunAsync(sampled, _prompts, first);

        Assert.Equal(12, whole.Count);
        Assert.Equal(whole.Select(Bytes), narrow.Select(Bytes));
        Assert.Equal(whole.Select(Bytes), remembered.Select(Bytes));
        Assert.Equal(whole.Where(row => row.InstanceId == "p2").Select(Bytes), single.Select(Bytes));
        Assert.Equal([0, 1, 2], single.Select(row => row.Sample));
        Assert.True(whole.Select(row => row.Text).Distinct().Count() > 4, "samples are all alike");
    }

    [Fact]
    public async Task Log_probabilities_stand_beside_the_ids_and_are_the_highest_under_greedy_decoding()
    {
        var greedy = await RunAsync(_options, _prompts);
        var sampled = await RunAsync(_options with { Temperature = 2 }, _prompts);

        Assert.All(greedy, row => Assert.Equal(row.AnswerIds.Length, row.LogProbabilities.Length));
        Assert.All(greedy.SelectMany(row => row.LogProbabilities), value => Assert.InRange(value, -100, 0));
        Assert.All(greedy.Zip(sampled), pair => Assert.True(pair.First.LogProbabilities[0] >= pair.Second.LogProbabilities[0]));
    }

    [Fact]
    public async Task A_stop_string_ends_the_answer_and_is_no_part_of_it()
    {
        var sampled = _options with { Temperature = 1 };
        var free = (await RunAsync(sampled, _prompts)).MaxBy(row => row.Text.Length)!;
        var prompt = _prompts.Single(prompt => prompt.InstanceId == free.InstanceId);
        var stop = free.Text.Substring(free.Text.Length / 2, 2);

        var row = (await RunAsync(sampled with { StopStrings = [stop] }, [prompt]))[0];

        Assert.Equal(FinishReason.StopString, row.FinishReason);
        Assert.Equal(free.Text[..free.Text.IndexOf(stop, StringComparison.Ordinal)], row.Text);
        Assert.Equal(free.AnswerIds.Take(row.AnswerIds.Length), row.AnswerIds);
    }

    [Fact]
    public async Task In_context_the_request_stands_under_the_examples_heading()
    {
        var rows = await RunAsync(_options with { InContext = "Examples." }, _prompts);

        Assert.All(rows, row => Assert.NotEmpty(row.PromptIds));
        Assert.True(rows[0].PromptIds.Length > (await RunAsync(_options, _prompts))[0].PromptIds.Length);
        Assert.All(rows, row => Assert.DoesNotContain("```", row.Text, StringComparison.Ordinal));
    }

    [Fact]
    public async Task Several_samples_without_a_temperature_are_refused()
    {
        var error = await Assert.ThrowsAsync<InputException>(() => RunAsync(_options with { Samples = 2 }, _prompts));

        Assert.Contains("temperature", error.Message, StringComparison.Ordinal);
    }

    private static string Bytes(GenerationRow row) =>
        $"{row.InstanceId} {row.Sample} {row.Text} {string.Join(' ', row.AnswerIds)} "
        + $"{string.Join(' ', row.LogProbabilities.Select(BitConverter.SingleToInt32Bits))} {row.FinishReason}";

    private static async Task<IReadOnlyList<GenerationRow>> RunAsync(
        GenerateOptions options,
        IReadOnlyList<InstanceRow> prompts,
        IMemo? memo = null
    )
    {
        using var fixture = new StageFixture();
        fixture.WithFolder(GenerateStage.Model, Repository.PathOf("data", "base"));
        return await fixture.RunAsync(new GenerateStage(options), GenerateStage.Prompts, prompts, memo);
    }
}
