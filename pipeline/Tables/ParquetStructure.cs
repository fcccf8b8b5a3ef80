using System.Buffers.Binary;
using Parquet;
using Parquet.Schema;

namespace Pipeline.Engine.Tables;

/// <summary>
/// Checks the skeleton of a Parquet file, its footer and the headers of its pages, before the library reads it: a footer that goes on past
/// its end, or counts more than it holds, sends the library round in circles, and structures that lie very deep end the process.
/// </summary>
public static class ParquetStructure
{
    private const int TailBytes = 8;
    private const int HeadBytes = 4;
    private const int MostPageBytes = 1 << 30;

    private static ReadOnlySpan<byte> Magic => "PAR1"u8;

    /// <summary>Checks the footer.</summary>
    /// <exception cref="InvalidDataException">It is damaged.</exception>
    public static void RequireFooter(Stream file)
    {
        Span<byte> tail = stackalloc byte[TailBytes];
        if (file.Length < HeadBytes + TailBytes)
        {
            throw new InvalidDataException($"it has {file.Length} bytes, fewer than any Parquet file");
        }

        file.Seek(-TailBytes, SeekOrigin.End);
        file.ReadExactly(tail);
        var length = BinaryPrimitives.ReadInt32LittleEndian(tail);
        if (!tail[4..].SequenceEqual(Magic) || length <= 0 || length > file.Length - HeadBytes - TailBytes)
        {
            throw new InvalidDataException("it does not end as a Parquet file does; its end may be missing");
        }

        file.Seek(-TailBytes - length, SeekOrigin.End);
        new ThriftScanner(file, file.Length - TailBytes).Numbers();
    }

    /// <summary>Checks the headers of a column's pages in one row group.</summary>
    /// <param name="file">The file, read beside the library.</param>
    /// <param name="group">The row group.</param>
    /// <param name="leaf">The column that holds the values.</param>
    /// <returns>How many bytes the pages unpack to, as they announce.</returns>
    /// <exception cref="InvalidDataException">The group lacks the column, or a header is damaged or announces what the file does not
    /// have.</exception>
    public static long RequirePages(Stream file, ParquetRowGroupReader group, DataField leaf)
    {
        var column = group.GetMetadata(leaf)?.MetaData ?? throw new InvalidDataException($"a row group has no column '{leaf.Path}'");
        var end = file.Length - TailBytes;
        var at = column.DictionaryPageOffset is > 0 and var dictionary
            ? Math.Min(dictionary, column.DataPageOffset)
            : column.DataPageOffset;
        var unpacked = 0L;
        for (var values = 0L; values < column.NumValues; )
        {
            if (at < HeadBytes || at >= end)
            {
                throw new InvalidDataException(
                    $"a page of column '{string.Join('.', column.PathInSchema)}' begins at byte {at}, and the pages end at byte {end}"
                );
            }

            file.Position = at;
            var header = new ThriftScanner(file, end).Numbers();
            long Number(int structure, int field) => header.GetValueOrDefault((structure, field));
            var (full, packed) = (Number(0, 2), Number(0, 3));
            if (
                packed < 0
                || packed > end - file.Position
                || full is < 0 or > MostPageBytes
                || Math.Min(Number(5, 1), Number(8, 1)) < 0
                || Number(7, 1) < 0
                || Number(7, 1) > full
            )
            {
                throw new InvalidDataException(
                    $"a page of column '{string.Join('.', column.PathInSchema)}' at byte {at} announces {packed} bytes ({full} "
                        + $"unpacked), and {end - file.Position} are left"
                );
            }

            values += Number(5, 1) + Number(8, 1);
            unpacked += full;
            at = file.Position + packed;
        }

        return unpacked;
    }
}
