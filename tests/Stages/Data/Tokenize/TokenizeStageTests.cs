using Pipeline.App.Settings;
using Pipeline.Engine.Caching;
using Pipeline.Engine.Configuration;
using Pipeline.Modeling.Tokenization.Templates;
using Pipeline.Stages.Data.Ingest;
using Pipeline.Stages.Data.Tokenize;
using Pipeline.Tests.Support;

namespace Pipeline.Tests.Stages.Data.Tokenize;

public sealed class TokenizeStageTests : IDisposable
{
    private static readonly InstanceRow[] _rows =
    [
        new()
        {
            InstanceId = "a",
            Instruction = "Name a colour.",
            Response = "Red <|im_end|> and blue.",
        },
        new()
        {
            InstanceId = "b",
            Instruction = "Sum up.",
            Input = "A text.",
            Response = "Short.",
            HistoryRoles = [TurnRole.User, TurnRole.Assistant],
            HistoryContents = ["Hi!", "Hello."],
        },
    ];

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Rows_are_whole_sequences_whose_labels_are_the_responses()
    {
        var rows = await RunAsync(new TokenizeOptions { Template = "chatml" });

        Assert.Equal(["a", "b"], rows.Select(row => row.InstanceId));
        Assert.All(rows, row => Assert.Equal(row.TokenIds.Length, row.LossMask.Length));
        Assert.All(rows, row => Assert.Equal((2, 1, 0), (row.TokenIds[^1], row.LossMask[^1], row.TruncatedTokens)));
        Assert.Equal(4, rows[0].TokenIds.Count(id => id is 1 or 2));
        Assert.Equal(8, rows[1].TokenIds.Count(id => id is 1 or 2));
    }

    [Fact]
    public async Task Long_rows_are_cut_and_what_they_lost_is_counted()
    {
        var whole = await RunAsync(new TokenizeOptions { Template = "chatml" });
        var cut = await RunAsync(new TokenizeOptions { Template = "chatml", MaxLength = 20 });

        Assert.All(whole.Zip(cut), pair => Assert.Equal(pair.First.TokenIds[..20], pair.Second.TokenIds));
        Assert.All(whole.Zip(cut), pair => Assert.Equal(pair.First.TokenIds.Length - 20, pair.Second.TruncatedTokens));
    }

    [Fact]
    public async Task A_template_that_does_not_fit_the_tokenizer_is_bad_input()
    {
        var error = await Assert.ThrowsAsync<InvalidDataException>(() => RunAsync(new TokenizeOptions { Template = "llama3" }));

        Assert.Contains("<|start_header_id|>", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void The_content_of_a_template_is_in_the_fingerprint_its_name_is_not()
    {
        static string Options(ChatTemplate template, string name = "mine") =>
            CanonicalJson
                .Serialize(
                    new TokenizeStage(
                        new TokenizeOptions
                        {
                            Template = name,
                            Templates = new Dictionary<string, ChatTemplate> { [name] = template },
                        }
                    ).Options
                )
                .ToJsonString();

        Assert.Equal(Options(new ChatTemplate()), Options(new ChatTemplate(), "other"));
        Assert.NotEqual(Options(new ChatTemplate()), Options(new ChatTemplate { User = "Q: {content}\n" }));
        Assert.Contains(
            "### Instruction:",
            CanonicalJson.Serialize(new TokenizeStage(new TokenizeOptions()).Options).ToJsonString(),
            StringComparison.Ordinal
        );
    }

    [Fact]
    public void A_template_of_one_s_own_is_bound_from_the_file()
    {
        var path = _folder.Write(
            "own.yaml",
            """
            stages:
              tokenize:
                template: mine
                templates:
                  mine:
                    system: "<|sys|>{content}\n"
                    user: "<|user|>{content}\n"
                    assistant: "<|bot|>{content}<|end|>"
                    special_tokens: ["<|sys|>", "<|user|>", "<|bot|>", "<|end|>"]
            """
        );

        var template = ConfigurationLoader.Load(path, typeof(PipelineSettings), []).As<PipelineSettings>().Stages.Tokenize.FindTemplate();

        Assert.Equal("<|user|>{content}\n", template.User);
        Assert.Equal(4, template.SpecialTokens.Count);
    }

    private async Task<IReadOnlyList<TokenizedRow>> RunAsync(TokenizeOptions options)
    {
        File.Copy(
            Repository.PathOf("tests", "Goldens", "tokenizers", "qwen2", "tokenizer.json"),
            _folder.PathOf("tokenizer.json"),
            overwrite: true
        );
        _folder.Write("config.json", """{ "eos_token_id": 0 }""");
        using var fixture = new StageFixture().WithFolder(TokenizeStage.Model, _folder.Root);
        return await fixture.RunAsync(new TokenizeStage(options), TokenizeStage.Instances, _rows);
    }
}
