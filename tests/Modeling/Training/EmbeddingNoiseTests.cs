using Pipeline.Modeling.Native;
using Pipeline.Modeling.Training;
using Pipeline.Tests.Support;
using static TorchSharp.torch;

namespace Pipeline.Tests.Modeling.Training;

/// <summary>NEFTune's noise against its formula: uniform in ±alpha / √(length · width), in training only.</summary>
public sealed class EmbeddingNoiseTests
{
    private const double Alpha = 5;
    private const int Width = 64;
    private static readonly int[] _lengths = [100, 37, 4];
    private static readonly List<TrainingSequence> _rows = _lengths
        .Select(length => new TrainingSequence("", new int[length], new int[length]))
        .ToList();

    public EmbeddingNoiseTests() => NativeTorch.Load();

    [Fact]
    public void Noise_is_uniform_within_the_bound_of_each_sequence_and_padding_has_none()
    {
        using var scope = NewDisposeScope();
        using var noise = new EmbeddingNoise(Alpha, seed: 3);
        var drawn = noise.For(_rows, 100, Width);

        Assert.Equal([_lengths.Length, 100, Width], drawn.shape);
        for (var row = 0; row < _lengths.Length; row++)
        {
            var length = _lengths[row];
            var bound = Alpha / Math.Sqrt((double)length * Width);
            var inside = drawn[row]
                .narrow(0, 0, length)
                .contiguous()
                .data<float>()
                .ToArray()
                .Select(value => value / bound)
                .Order()
                .ToArray();

            Assert.InRange(inside[0], -1, -0.9);
            Assert.InRange(inside[^1], 0.9, 1);
            Assert.InRange(KolmogorovSmirnov(inside), 0, 1.95 / Math.Sqrt(inside.Length));
            Assert.Equal(0, drawn[row].narrow(0, length, 100 - length).abs().sum().item<float>());
        }
    }

    [Fact]
    public void Noise_is_a_function_of_its_seed()
    {
        using var scope = NewDisposeScope();
        using var first = new EmbeddingNoise(Alpha, seed: 3);
        using var again = new EmbeddingNoise(Alpha, seed: 3);
        using var other = new EmbeddingNoise(Alpha, seed: 4);
        var drawn = first.For(_rows, 100, Width);

        Assert.True(drawn.equal(again.For(_rows, 100, Width)).all().item<bool>());
        Assert.False(drawn.equal(other.For(_rows, 100, Width)).all().item<bool>());
    }

    [Fact]
    public void Noise_moves_training_losses_but_no_measured_loss()
    {
        using var folder = new TemporaryFolder();
        var settings = new TrainingSettings
        {
            Epochs = 1,
            BatchSize = 8,
            LearningRate = 0,
            Schedule = ScheduleKind.Constant,
            HeldOutShare = 0.25,
            MeasuredSequences = 8,
        };
        var quiet = new TrainingRun().Train(settings, folder.PathOf("quiet"), TrainingRun.Sequences(32))!.Value.Result;
        var noisy = new TrainingRun()
            .Train(settings with { NoiseAlpha = 5 }, folder.PathOf("noisy"), TrainingRun.Sequences(32))!
            .Value.Result;

        Assert.All(quiet.Steps.Zip(noisy.Steps), pair => Assert.NotEqual(pair.First.Loss, pair.Second.Loss));
        Assert.Equal(quiet.Checkpoints, noisy.Checkpoints);
        Assert.Equal(quiet.Steps[^1].EvaluationLoss, noisy.Steps[^1].EvaluationLoss);
    }

    /// <summary>Largest distance between the empirical distribution of sorted values and the uniform one on −1…1.</summary>
    private static double KolmogorovSmirnov(double[] sorted) =>
        sorted
            .Select(
                (value, index) =>
                    Math.Max(
                        Math.Abs(((value + 1) / 2) - ((double)index / sorted.Length)),
                        Math.Abs(((value + 1) / 2) - ((index + 1.0) / sorted.Length))
                    )
            )
            .Max();
}
