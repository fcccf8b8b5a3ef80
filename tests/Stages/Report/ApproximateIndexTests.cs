using Pipeline.Stages.Attribution.Retrieve;
using Pipeline.Stages.Report.Sections;

namespace Pipeline.Tests.Stages.Report;

public sealed class ApproximateIndexTests
{
    [Fact]
    public void What_an_index_misses_is_said_with_an_interval_over_prompts()
    {
        var rows = Enumerable
            .Range(0, 40)
            .Select(i => new NeighbourRow
            {
                InstanceId = $"p{i % 20}",
                Recall =
                    i % 4 == 3 ? null
                    : i % 4 == 0 ? 0.5
                    : 1,
            });

        var (lead, detail) = ApproximateIndex.Describe("HNSW32", [.. rows]);

        Assert.Equal("Near rows are those that the index HNSW32 finds.", lead);
        Assert.Matches(@"^It finds 83\.3\u00a0% \[7\d\.\d,\u00a09\d\.\d\] of the nearest", detail);
        Assert.Contains(
            "on 30 answers to 15 prompts; for an answer that was not in this sample it may find fewer",
            detail,
            StringComparison.Ordinal
        );
    }

    [Fact]
    public void That_all_were_found_has_the_exact_interval_of_so_many_prompts()
    {
        var rows = Enumerable.Range(0, 30).Select(i => new NeighbourRow { InstanceId = $"p{i}", Recall = 1 });

        Assert.Matches(
            @"^It finds 100\.0\u00a0% \[88\.\d,\u00a0100\.0\] of the nearest",
            ApproximateIndex.Describe("HNSW32", [.. rows]).Detail
        );
    }

    [Fact]
    public void Without_a_sample_nothing_is_claimed() =>
        Assert.StartsWith(
            "What of the nearest it misses was not measured",
            ApproximateIndex.Describe("HNSW32", [new NeighbourRow { InstanceId = "p" }]).Detail,
            StringComparison.Ordinal
        );
}
