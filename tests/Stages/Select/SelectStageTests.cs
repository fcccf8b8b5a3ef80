using Pipeline.Stages.Attribute;
using Pipeline.Stages.Ingest;
using Pipeline.Stages.Select;
using Pipeline.Tests.Support;

namespace Pipeline.Tests.Stages.Select;

public sealed class SelectStageTests
{
    [Theory]
    [InlineData(0, "a|b|c|d")]
    [InlineData(1, "a|c|d")]
    [InlineData(2, "c|d")]
    [InlineData(3, "d")]
    [InlineData(50, "d")]
    public async Task The_most_blamed_rows_go_ties_by_id(int top, string kept)
    {
        using var fixture = new StageFixture();
        await fixture.WithTableAsync($"{SelectStage.SpansPrefix}:one", [Span("b"), Span("a"), Span("d", borrowed: false)]);
        await fixture.WithTableAsync($"{SelectStage.SpansPrefix}:two", [Span("b"), Span("c"), Span("a"), Span("b"), Span("unknown", borrowed: false)]);

        var rows = await fixture.RunAsync(
            new SelectStage(new SelectOptions { Top = top }), SelectStage.Instances, "abcd".Select(id => new InstanceRow { InstanceId = $"{id}", Response = $"text of {id}" }).ToList());

        Assert.Equal(kept.Split('|'), rows.Select(row => row.InstanceId));
        Assert.All(rows, row => Assert.Equal($"text of {row.InstanceId}", row.Response));
    }

    private static BorrowedSpanRow Span(string source, bool borrowed = true) => new() { SourceInstanceId = source, Borrowed = borrowed };
}
