using Pipeline.Modeling.Models;
using Pipeline.Modeling.Training;
using Pipeline.Tests.Modeling.Models;
using Pipeline.Tests.Support;
using static TorchSharp.torch;

namespace Pipeline.Tests.Modeling.Training;

/// <summary>One optimiser step at a learning rate of 0, so that losses can be compared.</summary>
public sealed class StepRunnerTests
{
    private static readonly TrainingSettings _settings = new()
    {
        Epochs = 1,
        BatchSize = 2,
        MicroBatchSize = 1,
        LearningRate = 1,
        Seed = 3,
    };

    /// <summary>Two passes of one row drop out different things, or the step would train as if half of it were missing.</summary>
    [Fact]
    public void Every_pass_of_a_step_draws_a_dropout_of_its_own()
    {
        var row = TrainingRun.Sequences(1)[0];

        var (alone, again) = (Loss([row], 0.5), Loss([row], 0.5));
        var twice = Loss([row, row], 0.5);

        Assert.Equal(alone, again);
        Assert.True(Math.Abs(twice - alone) > 1e-3 * alone, $"{twice} of two passes, {alone} of one");
        Assert.Equal(Loss([row], 0), Loss([row, row], 0), 1e-6);
    }

    [Fact]
    public void Every_step_and_seed_draws_another_one()
    {
        var row = TrainingRun.Sequences(1)[0];

        Assert.NotEqual(Loss([row], 0.5), Loss([row], 0.5, step: 1));
        Assert.NotEqual(Loss([row], 0.5), Loss([row], 0.5, seed: 4));
    }

    [Fact]
    public void Passes_of_a_step_share_one_mean_over_all_labels()
    {
        var rows = TrainingRun.Sequences(3);

        var (first, second, third) = (Loss([rows[0]], 0), Loss([rows[1]], 0), Loss([rows[2]], 0));
        var labels = rows.Select(row => (double)row.Labels).ToArray();

        var expected = ((first * labels[0]) + (second * labels[1]) + (third * labels[2])) / labels.Sum();
        Assert.Equal(expected, Loss(rows, 0), 1e-5);
    }

    private static double Loss(IReadOnlyList<TrainingSequence> rows, double dropout, int step = 0, long seed = 3)
    {
        using var model = GoldenModels.Load("llama2");
        using var adapter = LoraAdapter.Create(model, new LoraShape(4, 8, ["q_proj", "v_proj"]) { Dropout = dropout }, 1);
        using var scope = NewDisposeScope();
        using var generator = new Generator(5);
        foreach (var (_, b) in adapter.Layers.Values)
        {
            // An adapter begins with zeros, which dropout changes nothing about.
            b.copy_(randn(b.shape, generator: generator));
        }

        var factors = adapter.Layers.Values.SelectMany(layer => new[] { layer.A, layer.B }).ToList();
        factors.ForEach(factor => factor.requires_grad = true);
        using var optimizer = new FusedAdamW(factors, new AdamWSettings());
        return new StepRunner(model, adapter, _settings with { Seed = seed }, optimizer).Run(new TrainingBatch(rows), step, 0).Loss;
    }
}
