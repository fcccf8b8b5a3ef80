using Pipeline.Engine;
using Pipeline.Modeling.Models;
using Pipeline.Modeling.Native;
using Pipeline.Modeling.Tokenization.Templates;
using Pipeline.Stages.Answers;
using Pipeline.Stages.Answers.Generate;
using Pipeline.Stages.Answers.Shift;
using Pipeline.Stages.Data.Ingest;
using Pipeline.Tests.Support;
using static TorchSharp.torch;

namespace Pipeline.Tests.Stages.Answers.Shift;

/// <summary>The stage on the shipped base model and on what random noise makes of it.</summary>
public sealed class ShiftStageTests : IClassFixture<ShiftStageTests.TunedFolder>
{
    private static readonly ChatTemplate _plain = ChatTemplates.Named("plain", new Dictionary<string, ChatTemplate>());
    private static readonly GenerateOptions _generate = new()
    {
        Model = "tuned",
        MaxNewTokens = 10,
        Template = _plain,
    };
    private static readonly ShiftOptions _options = new()
    {
        Model = "tuned",
        Method = TuningMethod.Sft,
        Template = _plain,
    };
    private static readonly string _base = Repository.PathOf("data", "base");

    private static readonly IReadOnlyList<InstanceRow> _prompts =
    [
        .. new[] { "What is red?", "Name a city, a river and a mountain.", "Hi" }.Select(
            (text, i) => new InstanceRow { InstanceId = $"p{i}", Instruction = text }
        ),
    ];

    private static readonly string[] _twelve =
    [
        "What is red?",
        "Name a city, a river and a mountain.",
        "Hi",
        "Why is the sky blue?",
        "Tell a short story about a dog.",
        "List three colours.",
        "Who wrote Hamlet?",
        "Give a synonym of happy.",
        "What is the capital of France?",
        "Write one sentence about bread.",
        "How do plants drink?",
        "What do bees make?",
    ];

    private readonly string _tuned;

    public ShiftStageTests(TunedFolder tuned) => _tuned = tuned.Path;

    [Fact]
    public async Task Several_wrappers_give_the_same_figures_as_each_alone_answer_by_answer()
    {
        var answers = await AnswersAsync(_generate, _tuned);

        var together = await ShiftAsync(
            _options with
            {
                BaseWrappers = [BaseWrapper.Same, BaseWrapper.Bare, BaseWrapper.Aligntds],
                BatchSize = 2,
            },
            answers,
            _tuned
        );

        Assert.Equal([BaseWrapper.Same, BaseWrapper.Bare, BaseWrapper.Aligntds], together.Select(row => row.Wrapper).Distinct());
        Assert.Equal(3 * answers.Sum(answer => answer.AnswerIds.Length), together.Count);
        Assert.Equal(answers.Select(answer => answer.InstanceId), together.Select(row => row.InstanceId).Distinct());
        foreach (var wrapper in new[] { BaseWrapper.Bare, BaseWrapper.Aligntds })
        {
            var alone = await ShiftAsync(_options with { BaseWrappers = [BaseWrapper.Same, wrapper] }, answers, _tuned);
            Assert.Equal(
                together.Where(row => row.Wrapper == BaseWrapper.Same).Select(Figures),
                alone.Where(row => row.Wrapper == BaseWrapper.Same).Select(Figures)
            );
            Assert.Equal(
                together.Where(row => row.Wrapper == wrapper).Select(Figures),
                alone.Where(row => row.Wrapper == wrapper).Select(Figures)
            );
        }

        Assert.All(
            together.Where(row => row.Wrapper == BaseWrapper.Same),
            row => Assert.Equal((row.TokenId, row.TokenBaseRank), (row.ArgmaxId, row.ArgmaxBaseRank))
        );
        Assert.Contains(together, row => row is { Wrapper: BaseWrapper.Same, KlTunedBase: > 0.001f });
    }

    [Fact]
    public async Task The_base_itself_moves_nowhere_under_its_own_prompt_and_by_the_template_without_it()
    {
        var answers = await AnswersAsync(_generate with { Template = ChatTemplates.Default }, null);

        var rows = await ShiftAsync(_options with { Template = ChatTemplates.Default }, answers, null);

        Assert.All(
            rows.Where(row => row.Wrapper == BaseWrapper.Same),
            row => Assert.Equal((0f, 0f, 1, ShiftClass.Unshifted), (row.KlTunedBase, row.KlBaseTuned, row.ArgmaxBaseRank, row.ShiftClass))
        );
        Assert.Contains(rows, row => row is { Wrapper: BaseWrapper.Bare, KlTunedBase: > 0.01f });
    }

    [Fact]
    public async Task Two_tuned_models_compare_and_the_way_back_swaps_the_divergences()
    {
        var answers = await AnswersAsync(_generate, _tuned);

        var there = await ShiftAsync(_options with { Reference = "base", BaseWrappers = [] }, answers, _tuned);
        var back = await ShiftAsync(_options with { Reference = "tuned", BaseWrappers = [] }, answers, _base, _tuned);

        Assert.Equal(there.Select(row => (row.KlTunedBase, row.EntropyTuned)), back.Select(row => (row.KlBaseTuned, row.EntropyBase)));
        Assert.All(back, row => Assert.Equal(("tuned", BaseWrapper.Same), (row.Reference, row.Wrapper)));
    }

    [Fact]
    public async Task Imported_answers_are_tokenized_once_and_may_not_be_what_the_model_likes_most()
    {
        GenerationRow[] answers =
        [
            new()
            {
                InstanceId = "a",
                Prompt = "What is red?",
                Text = "Purple monkeys, in short. Twice.",
                FinishReason = FinishReason.Imported,
            },
            new() { InstanceId = "b", Prompt = "Hi" },
        ];

        var rows = await ShiftAsync(_options with { BaseWrappers = [] }, answers, _tuned);

        Assert.Equal("Purple monkeys, in short. Twice.", string.Concat(rows.Select(row => row.TokenText)));
        Assert.Equal(1, rows.Max(row => row.SentenceIndex));
        Assert.Contains(rows, row => row.TokenId != row.ArgmaxId);
        Assert.All(rows, row => Assert.True(row.InstanceId == "a" && !row.EndsAnswer));
    }

    /// <summary>As text the answers lose their ids; encoded as what follows the prompt, they get them back.</summary>
    [Theory]
    [InlineData("plain")]
    [InlineData("phi3")]
    public async Task Imported_answers_get_the_ids_back_that_they_were_written_in(string template)
    {
        using var folder = new TemporaryFolder();
        BaseWithTokens.Write(folder.Root, ["<|system|>", "<|user|>", "<|assistant|>", "<|end|>"], [3, 4, 5, 47], 0, 0);
        var model = template == "phi3" ? folder.Root : _base;
        var spelled = ChatTemplates.Named(template, new Dictionary<string, ChatTemplate>());
        using var fixture = new StageFixture().WithFolder(GenerateStage.Model, model).WithFolder(ShiftStage.Model, model);
        var answers = await fixture.RunAsync(
            new GenerateStage(_generate with { Template = spelled, MaxNewTokens = 24 }),
            GenerateStage.Prompts,
            [.. _twelve.Select((text, i) => new InstanceRow { InstanceId = $"p{i}", Instruction = text })]
        );
        var imported = answers
            .Select(answer => new GenerationRow
            {
                InstanceId = answer.InstanceId,
                Prompt = answer.Prompt,
                Text = answer.Text,
                FinishReason = FinishReason.Imported,
            })
            .ToList();
        var stage = new ShiftStage(_options with { Template = spelled, BaseWrappers = [BaseWrapper.Same, BaseWrapper.Bare] });

        var expected = await fixture.RunAsync(stage, ShiftStage.Answers, answers);
        var rows = await fixture.RunAsync(stage, ShiftStage.Answers, imported);

        Assert.Equal(12, rows.Select(row => row.InstanceId).Distinct().Count());
        Assert.Equal(expected.Where(row => !row.EndsAnswer).Select(Placed), rows.Select(Placed));
        Assert.All(rows.Where(row => row is { Position: 0, Wrapper: BaseWrapper.Same }), row => Assert.Equal(1, row.TokenBaseRank));
        static object Placed(TokenShiftRow row) =>
            (
                row.InstanceId,
                row.Wrapper,
                row.Position,
                row.TokenId,
                row.TokenText,
                row.SentenceIndex,
                row.TokenBaseRank,
                row.TokenBaseProbability,
                row.EntropyBase
            );
    }

    /// <summary>The space between the heading and the answer is a token's, whether or not whoever stored the answer kept it.</summary>
    [Fact]
    public async Task An_imported_answer_without_the_templates_space_is_placed_as_one_with_it()
    {
        var options = _options with
        {
            Template = ChatTemplates.Named("mistral", new Dictionary<string, ChatTemplate>()),
            BaseWrappers = [],
        };
        GenerationRow Row(string text) =>
            new()
            {
                InstanceId = "a",
                Prompt = "What is red?",
                Text = text,
                FinishReason = FinishReason.Imported,
            };

        var kept = await ShiftAsync(options, [Row(" An apple. It is red.")], null);
        var stripped = await ShiftAsync(options, [Row("An apple. It is red.")], null);

        Assert.Equal(kept.Select(row => row.TokenId), stripped.Select(row => row.TokenId));
        Assert.Equal(kept.Select(row => row.SentenceIndex), stripped.Select(row => row.SentenceIndex));
        Assert.Equal(" An apple. It is red.", string.Concat(kept.Select(row => row.TokenText)));
        Assert.Equal("An apple. It is red.", string.Concat(stripped.Select(row => row.TokenText)));
        Assert.Equal(kept.Skip(1).Select(row => row.TokenText), stripped.Skip(1).Select(row => row.TokenText));
    }

    [Fact]
    public async Task Every_sample_is_scored()
    {
        var answers = await AnswersAsync(_generate with { Samples = 2, Temperature = 1 }, _tuned);

        var rows = await ShiftAsync(_options, answers, _tuned);

        Assert.Equal(
            answers.SelectMany(answer => answer.AnswerIds.Select((id, position) => (answer.InstanceId, answer.Sample, position, id))),
            rows.Where(row => row.Wrapper == BaseWrapper.Same).Select(row => (row.InstanceId, row.Sample, row.Position, row.TokenId))
        );
        Assert.Contains(rows, row => row.TokenId != row.ArgmaxId);
    }

    [Fact]
    public async Task A_token_that_one_side_does_not_know_is_refused()
    {
        GenerationRow[] answers =
        [
            new()
            {
                InstanceId = "a",
                Prompt = "Hi",
                PromptIds = [1, 2, 1_000_000],
                AnswerIds = [5],
            },
        ];

        var error = await Assert.ThrowsAsync<InputException>(() => ShiftAsync(_options, answers, _tuned));

        Assert.Contains("answer a holds token 1000000", error.Message, StringComparison.Ordinal);
    }

    /// <summary>What must be the same to the last bit.</summary>
    private static string Figures(TokenShiftRow row) => System.Text.Json.JsonSerializer.Serialize(row);

    private static async Task<IReadOnlyList<GenerationRow>> AnswersAsync(GenerateOptions options, string? tuned)
    {
        using var fixture = Models(GenerateStage.Model, GenerateStage.Tuned, tuned);
        return await fixture.RunAsync(new GenerateStage(options), GenerateStage.Prompts, _prompts);
    }

    private static async Task<IReadOnlyList<TokenShiftRow>> ShiftAsync(
        ShiftOptions options,
        IReadOnlyList<GenerationRow> answers,
        string? tuned,
        string? reference = null
    )
    {
        using var fixture = Models(ShiftStage.Model, ShiftStage.Tuned, tuned);
        if (reference is not null)
        {
            fixture.WithFolder(ShiftStage.Reference, reference);
        }

        return await fixture.RunAsync(new ShiftStage(options), ShiftStage.Answers, answers);
    }

    private static StageFixture Models(string model, string name, string? tuned)
    {
        var fixture = new StageFixture().WithFolder(model, _base);
        return tuned is null ? fixture : fixture.WithFolder(name, tuned);
    }

    /// <summary>The base model with some noise on its weights.</summary>
    public sealed class TunedFolder : IDisposable
    {
        private readonly TemporaryFolder _folder = new();

        public TunedFolder()
        {
            NativeTorch.Load();
            using var quiet = no_grad();
            using var scope = NewDisposeScope();
            using var model = CausalLanguageModel.Load(_base, cancellation: TestContext.Current.CancellationToken);
            using var random = new Generator(3);
            foreach (var weight in model.Weights.Values)
            {
                weight.add_(randn(weight.shape, generator: random) * 0.01);
            }

            CheckpointWriter.SaveLike(_folder.Root, model, _base, ScalarType.Float32);
        }

        public string Path => _folder.Root;

        public void Dispose() => _folder.Dispose();
    }
}
