using Pipeline.Stages.Answers.Shift;

namespace Pipeline.Tests.Stages.Answers.Shift;

public sealed class PositionShiftTests
{
    /// <summary>Lin et al. 2024: rank 1, ranks 2 and 3, and all above.</summary>
    [Fact]
    public void A_rank_of_one_is_unshifted_of_two_and_three_marginal_and_of_more_shifted()
    {
        Assert.Equal("unshifted", $"{PositionShift.ClassOf(1)}".ToLowerInvariant());
        Assert.Equal("marginal", $"{PositionShift.ClassOf(2)}".ToLowerInvariant());
        Assert.Equal("marginal", $"{PositionShift.ClassOf(3)}".ToLowerInvariant());
        Assert.Equal("shifted", $"{PositionShift.ClassOf(4)}".ToLowerInvariant());
        Assert.Equal("shifted", $"{PositionShift.ClassOf(2155)}".ToLowerInvariant());
    }
}
