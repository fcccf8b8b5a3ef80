using Pipeline.Modeling.Training;

namespace Pipeline.Tests.Modeling.Training;

/// <summary>Rates of 20 steps with 5 of warm-up, as <c>get_scheduler</c> of transformers gives them.</summary>
public sealed class LearningRateScheduleTests
{
    [Theory]
    [InlineData(ScheduleKind.Constant, new[] { 0, 0.2, 0.8, 1, 1, 1 })]
    [InlineData(ScheduleKind.Linear, new[] { 0, 0.2, 0.8, 1, 0.6666666666666666, 0.06666666666666667 })]
    [InlineData(ScheduleKind.Cosine, new[] { 0, 0.2, 0.8, 1, 0.75, 0.010926199633097156 })]
    public void Rates_rise_and_fall_as_in_transformers(ScheduleKind schedule, double[] expected)
    {
        var settings = new TrainingSettings
        {
            Epochs = 1,
            BatchSize = 1,
            LearningRate = 1,
            Schedule = schedule,
            WarmupSteps = 5,
        };

        Assert.All(
            expected.Zip([0, 1, 4, 5, 10, 19]),
            pair => Assert.Equal(pair.First, LearningRateSchedule.At(settings, pair.Second, 20), 1e-12)
        );
        Assert.All(
            Enumerable.Range(0, 20),
            step =>
                Assert.Equal(
                    LearningRateSchedule.At(settings, step, 20),
                    LearningRateSchedule.At(settings with { WarmupSteps = 0, WarmupRatio = 0.21 }, step, 20)
                )
        );
    }

    [Fact]
    public void A_floor_lifts_the_end_of_the_schedule()
    {
        var settings = new TrainingSettings
        {
            Epochs = 1,
            BatchSize = 1,
            LearningRate = 2,
            FinalShare = 0.1,
        };

        Assert.Equal(2, LearningRateSchedule.At(settings, 0, 100), 1e-12);
        Assert.Equal(0.2, LearningRateSchedule.At(settings, 100, 100), 1e-12);
    }
}
