using System.IO.Compression;
using System.IO.Hashing;
using Pipeline.Engine;
using Pipeline.Modeling.Weights;

namespace Pipeline.Stages.Data.Records;

/// <summary>
/// Reads a decompressing stream up to a bound, so that a small file cannot keep the program busy for ever, and says where decompression
/// failed.
/// Of an archive's entry, length and checksum are held against what the archive says: the library looks at neither.
/// </summary>
/// <param name="inner">The stream.</param>
/// <param name="bound">Bytes it may give at most.</param>
/// <param name="spelled">The file's name in messages.</param>
/// <param name="entry">The archive's entry that it reads; null for another file.</param>
internal sealed class BoundedStream(Stream inner, long bound, string spelled, ZipArchiveEntry? entry = null)
{
    private readonly Crc32 _checksum = new();
    private long _read;

    /// <summary>Fills some of the buffer; 0 at the end.</summary>
    /// <exception cref="InputException">The bound is passed, or the compressed data is damaged.</exception>
    public int Read(Span<byte> buffer)
    {
        try
        {
            var count = inner.Read(buffer);
            _read += count;
            _checksum.Append(entry is null ? [] : buffer[..count]);
            if (entry is not null && count == 0)
            {
                RequireWhole(entry);
            }

            return _read <= bound
                ? count
                : throw new InputException(
                    $"{spelled} decompresses to more than {bound} bytes, far more than data of its size does; decompress it "
                        + "yourself if it is meant to."
                );
        }
        catch (EndOfStreamException error)
        {
            throw Damaged("the file is incomplete, or holds something else after the data", error);
        }
        catch (InvalidDataException error)
        {
            throw Damaged($"what follows is not what {(entry is null ? "gzip" : "deflate")} defines", error);
        }
        catch (Exception error) when (FileFault.IsFault(error))
        {
            throw new InputException($"{spelled}, after {_read} bytes: the file {FileFault.Describe(error)}.", error);
        }
    }

    private InputException Damaged(string problem, Exception? error = null)
    {
        var message = $"{spelled}: the compressed data is damaged after {_read} bytes: {problem}.";
        return error is null ? new InputException(message) : new InputException(message, error);
    }

    private void RequireWhole(ZipArchiveEntry announced)
    {
        if (_read != announced.Length)
        {
            throw Damaged($"{announced.Length} bytes were announced");
        }

        if (_checksum.GetCurrentHashAsUInt32() is var found && found != announced.Crc32)
        {
            throw new InputException(
                $"{spelled}, entry {announced.FullName}: the data is damaged: its checksum (CRC-32) is {found:x8}, and the archive "
                    + $"says {announced.Crc32:x8}."
            );
        }
    }
}
