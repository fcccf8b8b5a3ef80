using Pipeline.Modeling.Models.Encoders;

namespace Pipeline.Tests.Modeling.Models.Encoders;

/// <summary>The classes of distances, as transformers' MPNetEncoder.relative_position_bucket gives them.</summary>
public sealed class RelativePositionsTests
{
    [Theory]
    [InlineData(0, 0)]
    [InlineData(-1, 1)]
    [InlineData(-7, 7)]
    [InlineData(-8, 8)]
    [InlineData(-11, 8)]
    [InlineData(-12, 9)]
    [InlineData(-16, 10)]
    [InlineData(-32, 12)]
    [InlineData(-64, 14)]
    [InlineData(-91, 15)]
    [InlineData(-127, 15)]
    [InlineData(-500, 15)]
    [InlineData(1, 17)]
    [InlineData(8, 24)]
    [InlineData(64, 30)]
    [InlineData(500, 31)]
    public void A_distance_has_the_class_of_the_reference(int distance, long expected) =>
        Assert.Equal(expected, RelativePositions.Buckets(32, 512)[distance + 511]);

    [Theory]
    [InlineData(RelativePositions.FewestBuckets)]
    [InlineData(RelativePositions.MostBuckets)]
    public void Every_class_is_one_that_there_is(int buckets) =>
        Assert.All(RelativePositions.Buckets(buckets, 700), found => Assert.InRange(found, 0, buckets - 1));
}
