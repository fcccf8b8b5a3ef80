using System.IO.Compression;

namespace Pipeline.Stages.Data.Records;

/// <summary>
/// Decompresses a gzip file and notices when its end is missing, which <see cref="GZipStream"/> takes for the end of the data: a gzip
/// member of our own is read after the file's, and must come out as the last bytes.
/// </summary>
internal sealed class WholeGzipStream : Stream
{
    private static readonly byte[] _mark = [.. "\0end of file\0"u8];
    private static readonly byte[] _markMember = Compressed(_mark);

    private readonly GZipStream _inner;
    private readonly byte[] _buffer = new byte[1 << 16];
    private int _start;
    private int _end;

    /// <summary>A stream over the whole of a gzip file.</summary>
    public WholeGzipStream(Stream file) => _inner = new GZipStream(new MarkedFile(file), CompressionMode.Decompress);

    public override bool CanRead => true;

    public override bool CanSeek => false;

    public override bool CanWrite => false;

    public override long Length => throw new NotSupportedException();

    public override long Position
    {
        get => throw new NotSupportedException();
        set => throw new NotSupportedException();
    }

    /// <inheritdoc />
    /// <exception cref="InvalidDataException">The data is damaged.</exception>
    /// <exception cref="EndOfStreamException">Its end is missing, or something else follows it.</exception>
    public override int Read(Span<byte> buffer)
    {
        while (_end - _start <= _mark.Length)
        {
            _buffer.AsSpan(_start, _end - _start).CopyTo(_buffer);
            (_start, _end) = (0, _end - _start);
            var read = _inner.Read(_buffer.AsSpan(_end));
            if (read == 0)
            {
                return _buffer.AsSpan(0, _end).SequenceEqual(_mark) ? 0 : throw new EndOfStreamException();
            }

            _end += read;
        }

        var count = Math.Min(buffer.Length, _end - _start - _mark.Length);
        _buffer.AsSpan(_start, count).CopyTo(buffer);
        _start += count;
        return count;
    }

    public override int Read(byte[] buffer, int offset, int count) => Read(buffer.AsSpan(offset, count));

    public override void Flush() { }

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            _inner.Dispose();
        }

        base.Dispose(disposing);
    }

    private static byte[] Compressed(byte[] bytes)
    {
        using var memory = new MemoryStream();
        using (var gzip = new GZipStream(memory, CompressionLevel.Fastest))
        {
            gzip.Write(bytes);
        }

        return memory.ToArray();
    }

    /// <summary>A file, and after its last byte the mark.</summary>
    private sealed class MarkedFile(Stream file) : MemoryStream
    {
        private int _given;

        public override int Read(Span<byte> buffer)
        {
            if (file.Read(buffer) is > 0 and var count)
            {
                return count;
            }

            var mark = _markMember.AsSpan(_given, Math.Min(buffer.Length, _markMember.Length - _given));
            mark.CopyTo(buffer);
            _given += mark.Length;
            return mark.Length;
        }

        public override int Read(byte[] buffer, int offset, int count) => Read(buffer.AsSpan(offset, count));
    }
}
