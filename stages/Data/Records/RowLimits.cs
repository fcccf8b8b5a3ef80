using Parquet.Schema;
using Pipeline.Engine;

namespace Pipeline.Stages.Data.Records;

/// <summary>
/// What a Parquet file may unpack to: its rows, as JSON, no more than other packed files; a row group, of which all columns are in memory
/// at once, so many rows, values and bytes. Checked before memory is taken, by what the file announces, and again by what comes.
/// </summary>
/// <param name="bytes">The file's length in bytes.</param>
/// <param name="spelled">Its name in messages.</param>
internal sealed class RowLimits(long bytes, string spelled)
{
    /// <summary>Rows of a row group.</summary>
    public const long MostRows = 1 << 24;

    /// <summary>Bytes that the columns of a row group unpack to.</summary>
    public const long MostBytes = 512L << 20;

    /// <summary>Values of a column of a row group, those of lists counted each.</summary>
    private const long MostValues = 1 << 24;

    /// <summary>Quotes, colon, comma and a value's shortest form, <c>""</c>.</summary>
    private const int LeastOfField = 6;

    private const string Advice = "; write it with smaller row groups";

    private readonly long _most = UnpackedLimit.Compute(bytes);
    private long _given;

    /// <summary>Checks how many rows a row group announces.</summary>
    /// <exception cref="InputException">They are more than a file of its size holds.</exception>
    public void RequireRows(int group, long rows, IReadOnlyList<ParquetColumn> columns)
    {
        if (rows is < 0 or > MostRows)
        {
            throw BadGroup(group, $"says that it has {rows} rows, expected at most {MostRows}{Advice}");
        }

        var least = rows * columns.Sum(column => column.Name.Length + (long)LeastOfField);
        if (least > _most - _given)
        {
            throw BadGroup(group, $"says that it has {rows} rows, at least {least} bytes as JSON: {Allowed}");
        }
    }

    /// <summary>Checks what a column of a row group announces.</summary>
    /// <param name="group">The row group, from 0.</param>
    /// <param name="column">The column.</param>
    /// <param name="unpacked">Bytes that it and the columns before it unpack to.</param>
    /// <param name="values">Its number of values.</param>
    /// <exception cref="InputException">It is more than is read at once.</exception>
    public void RequireColumn(int group, DataField column, long unpacked, long values)
    {
        if (unpacked > MostBytes)
        {
            throw BadGroup(
                group,
                $"unpacks to {unpacked} bytes with its column '{column.Path}', expected at most {MostBytes >> 20} MiB{Advice}"
            );
        }

        if (unpacked > _most)
        {
            throw BadGroup(group, $"unpacks to {unpacked} bytes with its column '{column.Path}': {Allowed}");
        }

        if (values > MostValues)
        {
            throw BadGroup(group, $"has {values} values in its column '{column.Path}', expected at most {MostValues}{Advice}");
        }
    }

    /// <summary>Takes in how long a row is.</summary>
    /// <exception cref="InputException">It, or all rows so far, are longer than they may be.</exception>
    public void RequireRow(long number, int length)
    {
        _given += length;
        if (length > JsonRecordScanner.MaximumRow)
        {
            throw BadRow(number, $"the row is longer than {JsonRecordScanner.MaximumRow >> 20} MiB");
        }

        if (_given > _most)
        {
            throw BadRow(number, $"the rows up to here come to {_given} bytes as JSON: {Allowed}");
        }
    }

    /// <summary>The error of a row.</summary>
    public InputException BadRow(long number, string problem) => new($"{spelled}, row {number}: {problem}.");

    private string Allowed => $"from a file of {bytes} bytes at most {_most} are read; unpack it yourself if it is meant to be so";

    private InputException BadGroup(int group, string problem) => new($"{spelled}: row group {group + 1} {problem}.");
}
