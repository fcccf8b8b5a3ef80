using System.Buffers.Binary;
using System.Globalization;
using System.Security.Cryptography;

namespace Pipeline.Engine.Caching;

/// <summary>
/// A memo on disk: append-only segments of checked records, one segment per writing process. Only where each reply lies is held in memory.
/// A record that a kill cut short, or that is damaged, is left out, also if it was damaged since it was loaded.
/// </summary>
internal sealed class FileMemo(string folder) : IMemo, IDisposable
{
    private readonly Lock _lock = new();
    private readonly List<FileStream> _segments = [];
    private Dictionary<string, Place>? _places;
    private FileStream? _own;

    /// <inheritdoc />
    public bool TryGet(string requestDigest, out byte[] reply)
    {
        lock (_lock)
        {
            if ((_places ??= Load()).TryGetValue(requestDigest, out var place) && Read(place) is { } bytes)
            {
                reply = bytes;
                return true;
            }
        }

        reply = [];
        return false;
    }

    /// <inheritdoc />
    /// <exception cref="ArgumentException">A request digest is no SHA-256 digest, or the replies are too large together.</exception>
    public void Put(IReadOnlyList<(string RequestDigest, ReadOnlyMemory<byte> Reply)> replies)
    {
        if (replies.Count == 0)
        {
            return;
        }

        var record = MemoRecord.Encode(replies);
        lock (_lock)
        {
            _places ??= Load();
            _own ??= OpenSegment();
            var at = _own.Position;
            _own.Write(record);
            _own.Flush();
            Note(_own, at, record);
        }
    }

    /// <summary>Closes the segments.</summary>
    public void Dispose()
    {
        lock (_lock)
        {
            _segments.ForEach(segment => segment.Dispose());
            _segments.Clear();
            _places = null;
            _own = null;
        }
    }

    private static byte[]? Read(Place place)
    {
        var reply = new byte[place.Length];
        for (var read = 0; read < reply.Length; )
        {
            var got = RandomAccess.Read(place.Segment.SafeFileHandle, reply.AsSpan(read), place.Offset + read);
            if (got == 0)
            {
                return null;
            }

            read += got;
        }

        // Its record was sound when it was loaded; the bytes are read again from disk.
        return CheckOf(reply) == place.Check ? reply : null;
    }

    private Dictionary<string, Place> Load()
    {
        _places = new Dictionary<string, Place>(StringComparer.Ordinal);
        if (Directory.Exists(folder))
        {
            foreach (var path in Directory.EnumerateFiles(folder, "*.memo").Order(StringComparer.Ordinal))
            {
                var segment = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete, 1 << 16);
                _segments.Add(segment);
                while (MemoRecord.ReadNext(segment) is { } record)
                {
                    Note(segment, segment.Position - record.Length, record);
                }
            }
        }

        return _places;
    }

    private void Note(FileStream segment, long at, byte[] record)
    {
        foreach (var (digest, offset, length) in MemoRecord.RepliesOf(record))
        {
            _places![digest] = new Place(segment, at + offset, length, CheckOf(record.AsSpan(offset, length)));
        }
    }

    private FileStream OpenSegment()
    {
        Directory.CreateDirectory(folder);
        for (var attempt = 0; ; attempt++)
        {
            var path = Path.Combine(
                folder,
                string.Create(CultureInfo.InvariantCulture, $"{Environment.MachineName}-{Environment.ProcessId}-{attempt}.memo")
            );
            try
            {
                var segment = new FileStream(path, FileMode.CreateNew, FileAccess.ReadWrite, FileShare.ReadWrite | FileShare.Delete);
                _segments.Add(segment);
                return segment;
            }
            catch (IOException) when (File.Exists(path))
            {
                // An earlier process of the same id wrote this segment; take the next name.
            }
        }
    }

    /// <summary>The first eight bytes of a reply's SHA-256.</summary>
    private static ulong CheckOf(ReadOnlySpan<byte> reply) => BinaryPrimitives.ReadUInt64LittleEndian(SHA256.HashData(reply));

    private readonly record struct Place(FileStream Segment, long Offset, int Length, ulong Check);
}
