using Pipeline.Modeling.Training;
using Pipeline.Tests.Support;

namespace Pipeline.Tests.Modeling.Training;

/// <summary>What a training run goes on from, damaged in every way that once went unseen: it is told, and the weights come out as those of
/// a run that was never stopped.</summary>
public sealed class TrainingStateTests : IDisposable
{
    private const int Stopped = 5;

    private static readonly TrainingSettings _settings = new()
    {
        Epochs = 2,
        BatchSize = 8,
        LearningRate = 1e-2,
        Seed = 11,
        MeasuredSequences = 6,
        SaveEverySteps = 2,
    };

    private readonly TemporaryFolder _folder = new();
    private readonly IReadOnlyList<TrainingSequence> _sequences = TrainingRun.Sequences(50);

    [Theory]
    [InlineData(0.1)]
    [InlineData(0.5)]
    [InlineData(0.999)]
    public void One_flipped_bit_of_the_tensors_is_found(double place)
    {
        AssertTold(
            _settings,
            "step-000000005/state.safetensors has other bytes than were saved",
            folder =>
            {
                var path = Path.Combine(folder, "step-000000005", "state.safetensors");
                var bytes = File.ReadAllBytes(path);
                bytes[(int)(bytes.Length * place)] ^= 1;
                File.WriteAllBytes(path, bytes);
            }
        );
    }

    [Theory]
    [InlineData("[]")]
    [InlineData("null")]
    [InlineData("[null]")]
    [InlineData("NaN")]
    [InlineData("")]
    public void Steps_that_are_not_those_that_were_saved_are_found(string steps)
    {
        AssertTold(
            _settings,
            "steps.json has other bytes than were saved",
            folder => File.WriteAllText(Path.Combine(folder, "step-000000005", "steps.json"), steps)
        );
    }

    [Fact]
    public void A_save_under_the_name_of_another_step_is_found()
    {
        AssertTold(
            _settings,
            "does not hold the steps 1 to 7",
            folder => Directory.Move(Path.Combine(folder, "step-000000005"), Path.Combine(folder, "step-000000007"))
        );
    }

    [Fact]
    public void A_save_without_its_seal_is_found()
    {
        AssertTold(_settings, "seal.json is missing", folder => File.Delete(Path.Combine(folder, "step-000000005", "seal.json")));
    }

    [Fact]
    public void Kept_weights_that_are_damaged_are_found_while_they_can_be_trained_again()
    {
        AssertTold(
            _settings with
            {
                Checkpoints = 5,
            },
            "weights-000000003",
            folder =>
            {
                var path = Path.Combine(folder, "weights-000000003", "weights.safetensors");
                var bytes = File.ReadAllBytes(path);
                bytes[^1] ^= 1;
                File.WriteAllBytes(path, bytes);
            }
        );
    }

    [Fact]
    public void Kept_weights_that_are_gone_are_found_while_they_can_be_trained_again()
    {
        AssertTold(
            _settings with
            {
                Checkpoints = 5,
            },
            "weights-000000003",
            folder => Directory.Delete(Path.Combine(folder, "weights-000000003"), recursive: true)
        );
    }

    public void Dispose() => _folder.Dispose();

    private void AssertTold(TrainingSettings settings, string told, Action<string> damage)
    {
        var straight = new TrainingRun().Train(settings, _folder.PathOf("straight"), _sequences)!.Value;
        Assert.Null(new TrainingRun().Train(settings, _folder.PathOf("state"), _sequences, cancelAfter: Stopped));
        damage(_folder.PathOf("state"));

        var run = new TrainingRun();
        var resumed = run.Train(settings, _folder.PathOf("state"), _sequences)!.Value;

        Assert.Contains(told, Assert.Single(run.DiscardedStates), StringComparison.Ordinal);
        Assert.Null(run.Start!.Done);
        Assert.Equal(straight.Weights, resumed.Weights);
        Assert.Equal(straight.Result.Checkpoints, resumed.Result.Checkpoints);
        Assert.Equal(straight.Result.Steps, resumed.Result.Steps);
    }
}
