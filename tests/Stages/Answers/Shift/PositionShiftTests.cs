using Pipeline.Stages.Answers.Shift;

namespace Pipeline.Tests.Stages.Answers.Shift;

public sealed class PositionShiftTests
{
    /// <summary>Lin et al. 2024: rank 1, ranks 2 and 3, and all above.</summary>
    [Fact]
    public void A_rank_of_one_is_unshifted_of_two_and_three_marginal_and_of_more_shifted()
    {
        Assert.Equal(ShiftClass.Unshifted, PositionShift.Classify(1));
        Assert.Equal(ShiftClass.Marginal, PositionShift.Classify(2));
        Assert.Equal(ShiftClass.Marginal, PositionShift.Classify(3));
        Assert.Equal(ShiftClass.Shifted, PositionShift.Classify(4));
        Assert.Equal(ShiftClass.Shifted, PositionShift.Classify(2155));
    }
}
