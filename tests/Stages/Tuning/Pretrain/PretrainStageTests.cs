using Pipeline.Engine.Caching;
using Pipeline.Modeling.Models;
using Pipeline.Modeling.Tokenization;
using Pipeline.Modeling.Weights;
using Pipeline.Stages.Data.Ingest;
using Pipeline.Stages.Tuning.FineTune;
using Pipeline.Stages.Tuning.Pretrain;
using Pipeline.Tests.Support;
using TorchSharp;

namespace Pipeline.Tests.Stages.Tuning.Pretrain;

/// <summary>Pre-training at a size that takes a second.</summary>
public sealed class PretrainStageTests
{
    private static readonly PretrainOptions _options = new()
    {
        Vocabulary = 300,
        HiddenSize = 32,
        IntermediateSize = 64,
        Layers = 2,
        Heads = 4,
        KeyValueHeads = 2,
        ContextLength = 32,
        BatchSize = 8,
        WarmupSteps = 4,
        Epochs = 3,
        Seed = 13,
    };

    [Fact]
    public async Task The_same_texts_give_the_same_bytes()
    {
        using var first = await RunAsync(_options);
        using var second = await RunAsync(_options);

        Assert.Equal(Digests(first), Digests(second));
    }

    [Fact]
    public async Task A_model_comes_out_that_has_learned_and_that_can_be_read()
    {
        using var fixture = await RunAsync(_options);
        var steps = await fixture.ReadAsync<TrainingMetricRow>("metrics.parquet");
        using var model = CausalLanguageModel.Load(fixture.Output, cancellation: TestContext.Current.CancellationToken);
        var tokenizer = TokenizerFile.Load(fixture.Output);
        using var weights = SafetensorsFile.Open(Path.Combine(fixture.Output, "model.safetensors"));

        Assert.True(steps[^1].Loss < steps[0].Loss - 1, $"{steps[0].Loss} → {steps[^1].Loss}");
        Assert.True(steps[^1].EvaluationLoss < steps[0].Loss - 1);
        Assert.Equal(_options.Vocabulary, model.Configuration.VocabularySize);
        Assert.Equal((0, 0), (tokenizer.BeginOfText, tokenizer.EndOfText));
        Assert.All(weights.Entries.Values, entry => Assert.Equal(torch.ScalarType.BFloat16, entry.Type));
        Assert.Equal(
            ["config.json", "generation_config.json", "metrics.parquet", "model.safetensors", "tokenizer.json", "tokenizer_config.json"],
            Directory.EnumerateFiles(fixture.Output).Select(Path.GetFileName).Order(StringComparer.Ordinal)
        );
    }

    [Theory]
    [InlineData(5, 32, 300, "hidden_size (32) is to be an even multiple of heads (5)")]
    [InlineData(4, 100_000, 300, "fewer than one sequence of 100000")]
    [InlineData(4, 32, 100, "at least 257 tokens, 100 were asked for")]
    public async Task Sizes_that_do_not_fit_are_bad_input(int heads, int context, int vocabulary, string message)
    {
        var error = await Assert.ThrowsAsync<InvalidDataException>(() =>
            RunAsync(_options with { Heads = heads, KeyValueHeads = 1, ContextLength = context, Vocabulary = vocabulary })
        );

        Assert.Contains(message, error.Message);
    }

    private static async Task<StageFixture> RunAsync(PretrainOptions options)
    {
        var rows = Enumerable
            .Range(0, 300)
            .Select(i => new InstanceRow
            {
                InstanceId = $"i{i}",
                Instruction = $"What comes after {i % 30}?",
                Response = $"The number that comes after {i % 30} is {(i % 30) + 1}.",
            })
            .ToList();
        var fixture = await new StageFixture().WithTableAsync(PretrainStage.Texts + "0", rows);
        await fixture.RunAsync(new PretrainStage(options));
        return fixture;
    }

    private static SortedDictionary<string, string> Digests(StageFixture fixture) =>
        new(
            Directory
                .EnumerateFiles(fixture.Output)
                .ToDictionary(path => Path.GetFileName(path), path => Digest.OfFile(path, TestContext.Current.CancellationToken)),
            StringComparer.Ordinal
        );
}
