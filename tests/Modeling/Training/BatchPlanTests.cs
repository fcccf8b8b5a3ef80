using CsCheck;
using Pipeline.Modeling.Training;

namespace Pipeline.Tests.Modeling.Training;

public sealed class BatchPlanTests
{
    private static readonly Gen<(int[] Lengths, TrainingSettings Settings)> _plans = Gen.Select(
        Gen.Int[1, 400].Array[1, 200],
        Gen.Int[1, 4],
        Gen.Int[1, 40],
        Gen.Int[0, 30],
        Gen.Long,
        (lengths, epochs, batch, maximum, seed) =>
            (
                lengths,
                new TrainingSettings
                {
                    Epochs = epochs,
                    BatchSize = batch,
                    MaximumSteps = maximum,
                    Seed = seed,
                    LearningRate = 1,
                }
            )
    );

    [Fact]
    public void Every_epoch_takes_every_sequence_once() =>
        _plans.Sample(entry =>
        {
            var plan = BatchPlan.Plan(entry.Lengths, entry.Settings with { MaximumSteps = 0 });
            var all = Enumerable.Range(0, entry.Lengths.Length).ToList();

            Assert.Equal(plan.StepsPerEpoch * entry.Settings.Epochs, plan.Steps.Count);
            Assert.All(plan.Steps.Chunk(plan.StepsPerEpoch), epoch => Assert.Equal(all, epoch.SelectMany(step => step).Order()));
            Assert.Equal((long)all.Count * entry.Settings.Epochs, plan.RowsSeen(plan.Steps.Count));
            Assert.Equal(entry.Settings.Epochs, plan.EpochsAt(plan.Steps.Count));
        });

    [Fact]
    public void A_maximum_of_steps_cuts_or_repeats_epochs_and_changes_no_step_before() =>
        _plans.Sample(entry =>
        {
            var maximum = entry.Settings.MaximumSteps + 1;
            var plan = BatchPlan.Plan(entry.Lengths, entry.Settings with { MaximumSteps = maximum });
            var longer = BatchPlan.Plan(entry.Lengths, entry.Settings with { MaximumSteps = maximum + 5 });

            Assert.Equal(maximum, plan.Steps.Count);
            Assert.Equal(plan.Steps, longer.Steps.Take(maximum));
        });

    [Fact]
    public void Batches_of_like_length_leave_little_padding()
    {
        var random = new Random(5);
        var lengths = Enumerable.Range(0, 2000).Select(_ => (int)(20 + (300 * Math.Pow(random.NextDouble(), 3)))).ToList();
        var plan = BatchPlan.Plan(
            lengths,
            new TrainingSettings
            {
                Epochs = 2,
                BatchSize = 16,
                LearningRate = 1,
            }
        );

        Assert.InRange(plan.PaddingShare(lengths, 16), 0, 0.07);
        Assert.InRange(plan.PaddingShare(lengths, 4), 0, plan.PaddingShare(lengths, 16));
        Assert.Equal(0, plan.PaddingShare(lengths, 1));
    }
}
