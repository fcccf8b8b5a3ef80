using Pipeline.Stages.Attribution.Exclude;
using Pipeline.Stages.Data.Ingest;
using Pipeline.Stages.Data.Select;
using Pipeline.Tests.Support;

namespace Pipeline.Tests.Stages.Data.Select;

public sealed class SelectStageTests
{
    [Fact]
    public async Task Rows_to_leave_out_go_and_the_others_stay_as_they_are()
    {
        using var fixture = new StageFixture();
        await fixture.WithTableAsync(
            SelectStage.Excluded,
            [new ExcludedRow { InstanceId = "c" }, new ExcludedRow { InstanceId = "a" }, new ExcludedRow { InstanceId = "elsewhere" }]
        );

        var rows = await fixture.RunAsync(
            new SelectStage(),
            SelectStage.Instances,
            "abcd".Select(id => new InstanceRow { InstanceId = $"{id}", Response = $"text of {id}" }).ToList()
        );

        Assert.Equal([("b", "text of b"), ("d", "text of d")], rows.Select(row => (row.InstanceId, row.Response)));
    }
}
