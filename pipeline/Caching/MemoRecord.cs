using System.Buffers.Binary;
using System.Security.Cryptography;

namespace Pipeline.Engine.Caching;

/// <summary>
/// The form of a memo's records on disk: number of replies and length of what follows, then for each reply its request's digest and length,
/// then the replies, then the first bytes of a SHA-256 over all of it.
/// </summary>
internal static class MemoRecord
{
    private const int DigestBytes = 32;
    private const int CheckBytes = 8;
    private const int HeaderBytes = 2 * sizeof(int);
    private const int EntryBytes = DigestBytes + sizeof(int);
    private const int MaximumBody = 256 << 20;

    /// <summary>One record that holds all of the replies.</summary>
    public static byte[] Encode(IReadOnlyList<(string RequestDigest, ReadOnlyMemory<byte> Reply)> replies)
    {
        var body = replies.Sum(reply => EntryBytes + (long)reply.Reply.Length);
        if (body > MaximumBody)
        {
            throw new ArgumentException($"{body} bytes are too many for one record of a memo.", nameof(replies));
        }

        var record = new byte[HeaderBytes + (int)body + CheckBytes];
        BinaryPrimitives.WriteInt32LittleEndian(record, replies.Count);
        BinaryPrimitives.WriteInt32LittleEndian(record.AsSpan(sizeof(int)), (int)body);
        var entry = record.AsSpan(HeaderBytes);
        var payload = entry[(replies.Count * EntryBytes)..];
        foreach (var (digest, reply) in replies)
        {
            if (digest.Length != 2 * DigestBytes)
            {
                throw new ArgumentException($"'{digest}' is no SHA-256 digest.", nameof(replies));
            }

            Convert.FromHexString(digest).CopyTo(entry);
            BinaryPrimitives.WriteInt32LittleEndian(entry[DigestBytes..], reply.Length);
            reply.Span.CopyTo(payload);
            entry = entry[EntryBytes..];
            payload = payload[reply.Length..];
        }

        Check(record).CopyTo(record.AsSpan(record.Length - CheckBytes));
        return record;
    }

    /// <summary>The next record of a segment; null at its end, and where what follows is cut short or damaged.</summary>
    public static byte[]? ReadNext(Stream segment)
    {
        Span<byte> header = stackalloc byte[HeaderBytes];
        if (segment.ReadAtLeast(header, HeaderBytes, throwOnEndOfStream: false) < HeaderBytes)
        {
            return null;
        }

        var count = BinaryPrimitives.ReadInt32LittleEndian(header);
        var body = BinaryPrimitives.ReadInt32LittleEndian(header[sizeof(int)..]);
        if (
            count < 1
            || body is < 0 or > MaximumBody
            || (long)count * EntryBytes > body
            || segment.Position + body + CheckBytes > segment.Length
        )
        {
            return null;
        }

        var record = new byte[HeaderBytes + body + CheckBytes];
        header.CopyTo(record);
        segment.ReadExactly(record.AsSpan(HeaderBytes));
        return Check(record).SequenceEqual(record.AsSpan(record.Length - CheckBytes)) ? record : null;
    }

    /// <summary>The request digests of a checked record, and where in it their replies lie.</summary>
    public static IEnumerable<(string Digest, int Offset, int Length)> RepliesOf(byte[] record)
    {
        var count = BinaryPrimitives.ReadInt32LittleEndian(record);
        var offset = HeaderBytes + (count * EntryBytes);
        for (var i = 0; i < count; i++)
        {
            var entry = record.AsSpan(HeaderBytes + (i * EntryBytes), EntryBytes);
            var length = BinaryPrimitives.ReadInt32LittleEndian(entry[DigestBytes..]);
            yield return (Convert.ToHexStringLower(entry[..DigestBytes]), offset, length);
            offset += length;
        }
    }

    private static ReadOnlySpan<byte> Check(byte[] record) =>
        SHA256.HashData(record.AsSpan(0, record.Length - CheckBytes)).AsSpan(0, CheckBytes);
}
