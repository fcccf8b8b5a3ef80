using Pipeline.Modeling.Training;
using Pipeline.Tests.Support;

namespace Pipeline.Tests.Modeling.Training;

public sealed class TrainerTests
{
    private static readonly TrainingSettings _settings = new()
    {
        Epochs = 2,
        BatchSize = 8,
        LearningRate = 1e-2,
        WarmupSteps = 2,
        NoiseAlpha = 2,
        Seed = 11,
        HeldOutShare = 0.1,
        EvaluateEverySteps = 3,
        MeasuredSequences = 6,
        SaveEverySteps = 2,
    };

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void A_run_stopped_anywhere_and_resumed_ends_with_the_same_bytes(bool lora)
    {
        using var folder = new TemporaryFolder();
        var settings = _settings with { Checkpoints = 3 };
        var sequences = TrainingRun.Sequences(50);
        var straight = new TrainingRun().Train(settings, folder.PathOf("straight"), sequences, lora)!.Value;
        var run = new TrainingRun();
        (TrainingResult, SortedDictionary<string, float[]>)? resumed = null;
        for (var stops = 0; resumed is null; stops++)
        {
            // What a kill inside a state write leaves must not disturb.
            Directory.CreateDirectory(folder.PathOf("stopped", ".tmp-step-000000099"));
            folder.Write("stopped/.tmp-step-000000099/state.safetensors", "half a file");
            resumed = run.Train(settings, folder.PathOf("stopped"), sequences, lora, cancelAfter: 1 + (stops % 4));
        }

        Assert.Equal(straight.Result.Steps, resumed.Value.Item1.Steps);
        Assert.Equal(straight.Result.Checkpoints, resumed.Value.Item1.Checkpoints);
        Assert.Equal(straight.Weights, resumed.Value.Item2);
        Assert.Equal(3, straight.Result.Checkpoints.Count);
        Assert.True(run.Start!.Done!.Step > 1);
    }

    [Fact]
    public void Only_the_newest_state_is_kept()
    {
        using var folder = new TemporaryFolder();
        var run = new TrainingRun();
        run.Train(_settings, folder.PathOf("state"), TrainingRun.Sequences(50));

        Assert.Equal([2, 4, 6, 8, 10], run.SavedAt);
        Assert.Equal("step-000000010", Path.GetFileName(Assert.Single(Directory.EnumerateFileSystemEntries(folder.PathOf("state")))));
    }

    [Fact]
    public void A_damaged_state_is_passed_over_with_a_word()
    {
        using var folder = new TemporaryFolder();
        var sequences = TrainingRun.Sequences(50);
        var straight = new TrainingRun().Train(_settings, folder.PathOf("straight"), sequences)!.Value;
        new TrainingRun().Train(_settings, folder.PathOf("state"), sequences, cancelAfter: 5);
        var tensors = Directory.EnumerateFiles(folder.PathOf("state"), "state.safetensors", SearchOption.AllDirectories).Single();
        File.WriteAllBytes(tensors, File.ReadAllBytes(tensors)[..^100]);

        var run = new TrainingRun();
        var resumed = run.Train(_settings, folder.PathOf("state"), sequences)!.Value;

        Assert.Contains("step-000000005", Assert.Single(run.DiscardedStates), StringComparison.Ordinal);
        Assert.Null(run.Start!.Done);
        Assert.Equal(straight.Weights, resumed.Weights);
    }

    [Fact]
    public void A_state_of_another_method_is_not_loaded()
    {
        using var folder = new TemporaryFolder();
        var sequences = TrainingRun.Sequences(50);
        new TrainingRun().Train(_settings, folder.PathOf("state"), sequences, lora: false, cancelAfter: 5);
        var run = new TrainingRun();
        run.Train(_settings, folder.PathOf("state"), sequences, lora: true, cancelAfter: 1);

        Assert.Contains("it is of another model or method", Assert.Single(run.DiscardedStates), StringComparison.Ordinal);
    }

    [Fact]
    public void Accumulated_passes_give_one_mean_over_all_labels_of_the_step()
    {
        using var folder = new TemporaryFolder();
        var settings = _settings with { NoiseAlpha = 0, MaximumSteps = 3 };
        var whole = new TrainingRun().Train(settings, folder.PathOf("whole"), TrainingRun.Sequences(50), dropout: 0)!.Value.Result.Steps;
        var accumulated = new TrainingRun()
            .Train(settings with { MicroBatchSize = 3 }, folder.PathOf("parts"), TrainingRun.Sequences(50), dropout: 0)!
            .Value.Result.Steps;

        Assert.All(
            whole.Zip(accumulated),
            pair =>
            {
                Assert.Equal(pair.First.Loss, pair.Second.Loss, pair.First.Loss * 2e-6);
                Assert.Equal(pair.First.GradientNorm, pair.Second.GradientNorm, pair.First.GradientNorm * 1e-5);
            }
        );
    }

    [Fact]
    public void Early_stopping_keeps_the_weights_of_the_best_evaluation()
    {
        using var folder = new TemporaryFolder();
        var settings = _settings with
        {
            LearningRate = 0.3,
            Schedule = ScheduleKind.Constant,
            Epochs = 20,
            EvaluateEverySteps = 1,
            Patience = 3,
            HeldOutShare = 0.2,
        };
        var run = new TrainingRun();
        var (result, weights) = run.Train(settings, folder.PathOf("state"), TrainingRun.Sequences(50))!.Value;
        var best = result.Steps.MinBy(step => step.EvaluationLoss)!;

        Assert.Equal(best.Step + 3, result.Steps.Count);
        Assert.Equal(best, run.Best);
        Assert.Equal(best.Step, Assert.Single(result.Checkpoints).Step);
        var upToBest = new TrainingRun()
            .Train(settings with { Patience = 0, MaximumSteps = best.Step }, folder.PathOf("best"), TrainingRun.Sequences(50))!
            .Value;
        Assert.Equal(upToBest.Weights, weights);
    }

    [Fact]
    public void A_loss_that_is_no_number_stops_the_run_and_keeps_the_last_good_state()
    {
        using var folder = new TemporaryFolder();
        var settings = _settings with
        {
            LearningRate = 3e38,
            Schedule = ScheduleKind.Constant,
            MaximumGradientNorm = 0,
            WarmupSteps = 0,
            SaveEverySteps = 1,
        };
        var run = new TrainingRun();
        var error = Assert.Throws<InvalidDataException>(() => run.Train(settings, folder.PathOf("state"), TrainingRun.Sequences(50)));

        Assert.Matches(
            @"The (loss|gradient norm) of step \d+ is .* at learning rate 3e38; .* Rows of the batch: (row \d+, ){7}row \d+\.",
            error.Message
        );
        Assert.Equal($"step-{run.SavedAt[^1]:D9}", Path.GetFileName(Assert.Single(Directory.EnumerateDirectories(folder.PathOf("state")))));
        Assert.Contains($"of step {run.SavedAt[^1] + 1} is", error.Message, StringComparison.Ordinal);
    }
}
