using Pipeline.Engine.Tables;
using Pipeline.Stages.Report;
using Pipeline.Tests.Stages.Report;
using Pipeline.Tests.Support;

namespace Pipeline.Tests.Resume;

/// <summary>No table claims certainty: an interval has a width unless what it is about cannot vary.</summary>
public sealed class IntervalWidthTests
{
    private const string Low = "Low";
    private const string High = "High";

    [Fact]
    public async Task No_interval_of_a_finished_run_has_zero_width()
    {
        using var chain = await TinyChain.CompletedAsync();
        var tables = (await chain.RunAsync())
            .Artifacts.Values.SelectMany(artifact =>
                artifact.Parts.Select(part => part.Path).Concat(artifact.Files.Select(file => file.Path))
            )
            .Where(path => path.EndsWith(".parquet", StringComparison.Ordinal))
            .Distinct(StringComparer.Ordinal)
            .ToList();

        Assert.InRange(await CountAsync(tables), 100, int.MaxValue);
    }

    [Fact]
    public async Task No_interval_of_a_small_report_has_zero_width()
    {
        using var fixture = new StageFixture();
        await new SmallReport(text => text, name => name).WriteAsync(fixture);

        Assert.InRange(await CountAsync([Path.Combine(fixture.Output, ModelSummaryRow.FileName)]), 5, int.MaxValue);
    }

    /// <summary>Number of intervals in tables, none of which has zero width.</summary>
    private static async Task<int> CountAsync(IReadOnlyList<string> tables)
    {
        var intervals = 0;
        foreach (var path in tables)
        {
            var table = await UntypedTable.ReadAsync(path, TestContext.Current.CancellationToken);
            var pairs = table
                .Columns.Where(column => column.EndsWith(Low, StringComparison.Ordinal))
                .Select(column => (Low: column, High: column[..^Low.Length] + High))
                .Where(pair => table.Columns.Contains(pair.High))
                .ToList();
            foreach (var row in table.Rows)
            {
                foreach (var (low, high) in pairs)
                {
                    if (row.GetValueOrDefault(low) is not double from || row.GetValueOrDefault(high) is not double to)
                    {
                        continue;
                    }

                    intervals++;
                    Assert.True(
                        from < to || (from == to && IsItself(row)),
                        $"{Path.GetFileName(path)}: {low} {from}, {high} {to}: {string.Join(", ", row)}"
                    );
                }
            }
        }

        return intervals;
    }

    /// <summary>The base against itself on its own prompt: both distributions are the same, whatever the answer.</summary>
    private static bool IsItself(IReadOnlyDictionary<string, object?> row) =>
        row.GetValueOrDefault("Model") is string model
        && model == row.GetValueOrDefault("Reference") as string
        && row.GetValueOrDefault("Wrapper") as string == "same";
}
