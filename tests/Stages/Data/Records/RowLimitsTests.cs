using Parquet.Schema;
using Pipeline.Engine;
using Pipeline.Stages.Data.Records;

namespace Pipeline.Tests.Stages.Data.Records;

/// <summary>What a Parquet file may announce before memory is taken for it.</summary>
public sealed class RowLimitsTests
{
    private static readonly DataField<string> _text = new("text");

    [Theory]
    [InlineData(-1, "row group 2 says that it has -1 rows")]
    [InlineData((1 << 24) + 1, "row group 2 says that it has 16777217 rows, expected at most 16777216; write it with smaller row groups")]
    [InlineData(10_000_000, "row group 2 says that it has 10000000 rows, at least 100000000 bytes as JSON: from a file of 3462 bytes")]
    public void Rows(long rows, string expected) => Refused(limits => limits.RequireRows(1, rows, Columns), expected);

    [Theory]
    [InlineData(513L << 20, 1, 1L << 30, "unpacks to 537919488 bytes with its column 'text', expected at most 512 MiB")]
    [InlineData(68_000_000, 1, 3462, "unpacks to 68000000 bytes with its column 'text': from a file of 3462 bytes at most 67801264")]
    [InlineData(1, 1 << 25, 3462, "has 33554432 values in its column 'text', expected at most 16777216")]
    public void Columns_of_a_group(long unpacked, long values, long bytes, string expected) =>
        Refused(limits => limits.RequireColumn(0, _text, unpacked, values), expected, bytes);

    [Fact]
    public void Rows_as_they_come()
    {
        Refused(limits => limits.RequireRow(7, (16 << 20) + 1), "data, row 7: the row is longer than 16 MiB.");
        Refused(
            limits => Enumerable.Range(1, 5).ToList().ForEach(row => limits.RequireRow(row, 15_000_000)),
            "data, row 5: the rows up to here come to 75000000 bytes as JSON"
        );
    }

    [Fact]
    public void What_text_comes_to_is_read()
    {
        var limits = new RowLimits(50_000_000, "data");
        limits.RequireRows(0, 1_000_000, Columns);
        limits.RequireColumn(0, _text, 200_000_000, 1_000_000);
        limits.RequireRow(1, 16 << 20);
    }

    private static IReadOnlyList<ParquetColumn> Columns => [ParquetColumn.FromField(_text)!];

    private static void Refused(Action<RowLimits> check, string expected, long bytes = 3462) =>
        Assert.Contains(
            expected,
            Assert.Throws<InputException>(() => check(new RowLimits(bytes, "data"))).Message,
            StringComparison.Ordinal
        );
}
