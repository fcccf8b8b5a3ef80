using Pipeline.Engine;

namespace Pipeline.Stages.Ingest;

/// <summary>Reads a decompressing stream up to a bound, so that a small file cannot keep the program busy for ever, and says where decompression failed.</summary>
/// <param name="inner">The stream.</param>
/// <param name="bound">Bytes it may give at most.</param>
/// <param name="spelled">The file's name in messages.</param>
/// <param name="length">Bytes it must give; null where that is not known.</param>
internal sealed class BoundedStream(Stream inner, long bound, string spelled, long? length = null)
{
    private long _read;

    /// <summary>Fills some of the buffer; 0 at the end.</summary>
    /// <exception cref="InputException">The bound is passed, or the compressed data is damaged.</exception>
    public int Read(Span<byte> buffer)
    {
        try
        {
            var count = inner.Read(buffer);
            _read += count;
            if (count == 0 && length is not null && _read != length)
            {
                throw new InvalidDataException($"{length} bytes were announced");
            }

            return _read <= bound
                ? count
                : throw new InputException($"{spelled} decompresses to more than {bound} bytes, far more than data of its size does; decompress it yourself if it is meant to.");
        }
        catch (InvalidDataException error)
        {
            throw new InputException($"{spelled}: the compressed data is damaged after {_read} bytes: {error.Message}", error);
        }
    }
}
