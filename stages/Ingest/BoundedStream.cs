using Pipeline.Engine;

namespace Pipeline.Stages.Ingest;

/// <summary>Reads a stream up to a bound, so that a small compressed file cannot fill the disk, and says in which file decompression failed.</summary>
internal sealed class BoundedStream(Stream inner, long bound, string spelled)
{
    private long _read;

    public int Read(Span<byte> buffer)
    {
        try
        {
            var count = inner.Read(buffer);
            _read += count;
            return _read <= bound ? count : throw new InputException($"{spelled} decompresses to more than {bound} bytes.");
        }
        catch (InvalidDataException error)
        {
            throw new InputException($"{spelled}: the compressed data is damaged after {_read} bytes: {error.Message}", error);
        }
    }
}
