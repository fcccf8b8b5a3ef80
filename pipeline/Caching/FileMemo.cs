using System.Buffers.Binary;
using System.Globalization;
using System.Security.Cryptography;

namespace Pipeline.Engine.Caching;

/// <summary>
/// A memo on disk: append-only segments of framed records, one segment per writing process, all of them read at first use. A record that a
/// kill cut short is left out; so is everything after it in its segment.
/// </summary>
public sealed class FileMemo(string folder) : IMemo, IDisposable
{
    private const int KeyBytes = 32;
    private const int CheckBytes = 8;
    private const int HeaderBytes = KeyBytes + sizeof(int);
    private const int MaximumReply = 64 << 20;

    private readonly Lock _lock = new();
    private Dictionary<string, byte[]>? _replies;
    private FileStream? _segment;

    /// <inheritdoc />
    public bool TryGet(string requestDigest, out byte[] reply)
    {
        lock (_lock)
        {
            return (_replies ??= Load()).TryGetValue(requestDigest, out reply!);
        }
    }

    /// <inheritdoc />
    public void Put(string requestDigest, ReadOnlySpan<byte> reply)
    {
        var record = new byte[HeaderBytes + reply.Length + CheckBytes];
        Convert.FromHexString(requestDigest).CopyTo(record, 0);
        BinaryPrimitives.WriteInt32LittleEndian(record.AsSpan(KeyBytes), reply.Length);
        reply.CopyTo(record.AsSpan(HeaderBytes));
        Check(record.AsSpan(0, HeaderBytes + reply.Length)).CopyTo(record.AsSpan(HeaderBytes + reply.Length));
        lock (_lock)
        {
            if ((_replies ??= Load()).TryAdd(requestDigest, reply.ToArray()))
            {
                _segment ??= OpenSegment();
                _segment.Write(record);
                _segment.Flush();
            }
        }
    }

    /// <summary>Closes this process's segment.</summary>
    public void Dispose() => _segment?.Dispose();

    private static byte[] Check(ReadOnlySpan<byte> record) => SHA256.HashData(record)[..CheckBytes];

    private FileStream OpenSegment()
    {
        Directory.CreateDirectory(folder);
        for (var attempt = 0; ; attempt++)
        {
            var name = string.Create(CultureInfo.InvariantCulture, $"{Environment.MachineName}-{Environment.ProcessId}-{attempt}.memo");
            try
            {
                return new FileStream(Path.Combine(folder, name), FileMode.CreateNew, FileAccess.Write, FileShare.Read);
            }
            catch (IOException) when (File.Exists(Path.Combine(folder, name)))
            {
                // An earlier process of the same id wrote this segment; take the next name.
            }
        }
    }

    private Dictionary<string, byte[]> Load()
    {
        var replies = new Dictionary<string, byte[]>(StringComparer.Ordinal);
        if (!Directory.Exists(folder))
        {
            return replies;
        }

        foreach (var path in Directory.EnumerateFiles(folder, "*.memo").Order(StringComparer.Ordinal))
        {
            var bytes = File.ReadAllBytes(path);
            for (var at = 0; at + HeaderBytes <= bytes.Length;)
            {
                var length = BinaryPrimitives.ReadInt32LittleEndian(bytes.AsSpan(at + KeyBytes));
                if (length is < 0 or > MaximumReply || at + HeaderBytes + length + CheckBytes > bytes.Length)
                {
                    break;
                }

                var record = bytes.AsSpan(at, HeaderBytes + length);
                if (!Check(record).AsSpan().SequenceEqual(bytes.AsSpan(at + HeaderBytes + length, CheckBytes)))
                {
                    break;
                }

                replies[Convert.ToHexStringLower(record[..KeyBytes])] = record[HeaderBytes..].ToArray();
                at += HeaderBytes + length + CheckBytes;
            }
        }

        return replies;
    }
}
