using Pipeline.Modeling.Training;
using Pipeline.Tests.Support;

namespace Pipeline.Tests.Modeling.Training;

/// <summary>Training without some rows in the order of training with them.</summary>
public sealed class WithheldTests
{
    private static readonly TrainingSettings _settings = new()
    {
        Epochs = 2,
        BatchSize = 4,
        LearningRate = 1e-2,
        WarmupSteps = 2,
        Seed = 5,
        MeasuredSequences = 6,
    };

    [Fact]
    public void What_is_withheld_has_no_influence_and_the_steps_stay_those_of_the_whole()
    {
        using var folder = new TemporaryFolder();
        var all = TrainingRun.Sequences(18);
        var other = all.Select((row, index) => index % 5 == 0 ? row with { TokenIds = [.. row.TokenIds.Select(id => (id + 7) % 96)] } : row)
            .ToList();
        (TrainingResult Result, SortedDictionary<string, float[]> Weights) Train(string name, IReadOnlyList<TrainingSequence> rows) =>
            new TrainingRun().Train(_settings, folder.PathOf(name), rows, lora: false)!.Value;

        var (whole, without, again) = (Train("whole", all), Train("without", Withheld(all)), Train("again", Withheld(other)));

        Assert.Equal(without.Weights, again.Weights);
        Assert.Equal(without.Result.Steps.Select(step => step.Loss), again.Result.Steps.Select(step => step.Loss));
        Assert.NotEqual(whole.Weights, without.Weights);
        Assert.Equal(
            whole.Result.Steps.Select(step => (step.Step, step.LearningRate)),
            without.Result.Steps.Select(step => (step.Step, step.LearningRate))
        );

        // The first step's loss without is over the labels that are left of that very batch.
        Assert.InRange(without.Result.Steps.Sum(step => step.LabelTokens), 1, whole.Result.Steps.Sum(step => step.LabelTokens) - 1);
        Assert.All(whole.Result.Steps.Zip(without.Result.Steps), pair => Assert.True(pair.Second.LabelTokens <= pair.First.LabelTokens));
    }

    [Fact]
    public void A_step_of_withheld_rows_alone_changes_nothing()
    {
        using var folder = new TemporaryFolder();
        var rows = TrainingRun.Sequences(4).Select((row, index) => index == 0 ? row : row.Withheld()).ToList();
        var steps = new TrainingRun()
            .Train(_settings with { BatchSize = 1, Epochs = 1 }, folder.PathOf("state"), rows, lora: false)!
            .Value.Result.Steps;

        Assert.Equal(4, steps.Count);
        Assert.Equal(3, steps.Count(step => step is { Loss: 0, GradientNorm: 0, LabelTokens: 0 }));
        Assert.Single(steps, step => step.Loss > 0);
    }

    [Fact]
    public void Packed_rows_keep_what_is_left_of_them()
    {
        var rows = TrainingRun.Sequences(12);
        var (whole, without) = (SequencePacking.Pack(rows, 60), SequencePacking.Pack(Withheld(rows), 60));

        Assert.Equal(whole.Select(row => row.Id), without.Select(row => row.Id));
        Assert.Equal(
            whole.Sum(row => row.Labels) - rows.Where((_, index) => index % 5 == 0).Sum(row => row.Labels),
            without.Sum(row => row.Labels)
        );
        Assert.True(TrainingSequence.Packed([rows[0].Withheld(), rows[1].Withheld()]).IsWithheld);
        Assert.False(TrainingSequence.Packed([rows[0].Withheld(), rows[1]]).IsWithheld);
    }

    [Fact]
    public void Nothing_is_left_to_learn_from_where_all_is_withheld() =>
        Assert.Contains(
            "None of the 6 training sequences has a token to learn from",
            Assert
                .Throws<InvalidDataException>(() =>
                    SequenceSplit.Split(TrainingRun.Sequences(6).Select(row => row.Withheld()).ToList(), _settings)
                )
                .Message,
            StringComparison.Ordinal
        );

    private static List<TrainingSequence> Withheld(IReadOnlyList<TrainingSequence> rows) =>
        rows.Select((row, index) => index % 5 == 0 ? row.Withheld() : row).ToList();
}
