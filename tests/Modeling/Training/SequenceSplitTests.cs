using Pipeline.Modeling.Training;
using Pipeline.Tests.Support;

namespace Pipeline.Tests.Modeling.Training;

public sealed class SequenceSplitTests
{
    private static readonly TrainingSettings _settings = new()
    {
        Epochs = 1,
        BatchSize = 4,
        LearningRate = 1,
        HeldOutShare = 0.2,
        MeasuredSequences = 10,
    };

    [Fact]
    public void Shares_are_disjoint_and_complete()
    {
        var sequences = TrainingRun.Sequences(100);
        var split = SequenceSplit.Split(sequences, _settings);

        Assert.Equal(20, split.HeldOut.Count);
        Assert.Equal(sequences.Select(row => row.Id).Order(), split.Training.Concat(split.HeldOut).Select(row => row.Id).Order());
        Assert.Equal(10, split.Measured.Count);
        Assert.Empty(split.Measured.Except(split.Training));
    }

    [Fact]
    public void Rows_added_or_reordered_move_no_other_row_across()
    {
        var sequences = TrainingRun.Sequences(105);
        var before = SequenceSplit.Split(sequences.Take(100).ToList(), _settings).HeldOut.Select(row => row.Id).ToHashSet();
        var after = SequenceSplit.Split(sequences.Reverse().ToList(), _settings).HeldOut.Select(row => row.Id).ToHashSet();

        Assert.InRange(before.Except(after).Count() + after.Except(before).Count(), 1, 5);
    }

    /// <summary>Else the training losses of a model and of one that was trained without some rows would be measured on different
    /// ones.</summary>
    [Fact]
    public void What_is_withheld_changes_no_other_rows_place()
    {
        var sequences = TrainingRun.Sequences(100);
        var whole = SequenceSplit.Split(sequences, _settings);
        var withheld = whole.Measured.Take(4).Concat(whole.HeldOut.Take(3)).Select(row => row.Id).ToHashSet();

        var without = SequenceSplit.Split(sequences.Select(row => withheld.Contains(row.Id) ? row.Withheld() : row).ToList(), _settings);

        Assert.Equal(6, without.Measured.Count);
        Assert.Equal(whole.Measured.Skip(4).Select(row => row.Id), without.Measured.Select(row => row.Id));
        Assert.Equal(whole.HeldOut.Select(row => row.Id).Where(id => !withheld.Contains(id)), without.HeldOut.Select(row => row.Id));
        Assert.Equal(whole.Training.Select(row => row.Id), without.Training.Select(row => row.Id));
    }

    [Fact]
    public void Another_seed_draws_other_rows()
    {
        var sequences = TrainingRun.Sequences(100);

        Assert.NotEqual(
            SequenceSplit.Split(sequences, _settings).HeldOut.Select(row => row.Id),
            SequenceSplit.Split(sequences, _settings with { Seed = 1 }).HeldOut.Select(row => row.Id)
        );
    }

    [Fact]
    public void Rows_without_a_label_are_counted_and_left_out()
    {
        var sequences = TrainingRun
            .Sequences(20)
            .Select((row, index) => index < 3 ? new TrainingSequence(row.Id, row.TokenIds, new int[row.TokenIds.Length]) : row)
            .ToList();

        var split = SequenceSplit.Split(sequences, _settings with { HeldOutShare = 0 });

        Assert.Equal((3, 17, 0), (split.WithoutLabels, split.Training.Count, split.HeldOut.Count));
        Assert.Equal(sequences.Skip(3), split.Training);
    }

    [Fact]
    public void Without_a_trainable_token_the_error_says_why()
    {
        var withoutLabels = TrainingRun
            .Sequences(6)
            .Select(row => row with { LossMask = new int[row.TokenIds.Length] })
            .Select(row => new TrainingSequence(row.Id, row.TokenIds, row.LossMask));

        Assert.Contains(
            "None of the 6 training sequences has a token to learn from",
            Error(withoutLabels.ToList(), _settings),
            StringComparison.Ordinal
        );
    }

    [Fact]
    public void A_dataset_shorter_than_a_batch_is_refused() =>
        Assert.Contains(
            "A batch takes 4 sequences, but there are 2 to train on",
            Error(TrainingRun.Sequences(3), _settings),
            StringComparison.Ordinal
        );

    [Fact]
    public void Early_stopping_needs_held_out_rows() =>
        Assert.Contains(
            "Early stopping",
            Error(TrainingRun.Sequences(20), _settings with { HeldOutShare = 0, Patience = 1 }),
            StringComparison.Ordinal
        );

    private static string Error(IReadOnlyList<TrainingSequence> sequences, TrainingSettings settings) =>
        Assert.Throws<InvalidDataException>(() => SequenceSplit.Split(sequences, settings)).Message;
}
