using Pipeline.Modeling.Search;
using Pipeline.Stages.Attribution.Retrieve;

namespace Pipeline.Tests.Stages.Attribution.Retrieve;

/// <summary>Texts of instances, several of which may be one instance's.</summary>
public sealed class InstanceRankingTests
{
    [Fact]
    public void Texts_of_one_instance_are_one_group() =>
        Assert.Equal([0, 0, 1, 2, 2, 2], new InstanceRanking([("a", 0), ("a", 1), ("b", 0), ("c", 0), ("c", 1), ("c", 2)]).Groups);

    [Fact]
    public void Where_every_instance_has_one_text_there_are_no_groups()
    {
        Assert.Null(new InstanceRanking([("a", 0), ("b", 0), ("c", 2)]).Groups);
        Assert.Null(new InstanceRanking([("a", 0)]).Groups);
        Assert.Null(new InstanceRanking([]).Groups);
    }

    [Fact]
    public void A_row_names_instances_turns_and_scores_in_the_order_found()
    {
        var row = new InstanceRanking([("a", 0), ("a", 1), ("b", 4)]).Row("p", [new Neighbour(2, 0.9f), new Neighbour(1, 0.5f)]);

        Assert.Equal("p", row.InstanceId);
        Assert.Equal(["b", "a"], row.Neighbours);
        Assert.Equal([0.9f, 0.5f], row.Similarities);
        Assert.Equal([4, 1], row.Turns);
    }
}
