using System.Buffers;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace Pipeline.Engine.Caching;

/// <summary>SHA-256 digests as lower-case hexadecimal text.</summary>
public static class Digest
{
    private const int ReadBytes = 1 << 20;
    private const int Digits = 64;

    /// <summary>Whether a text is a digest.</summary>
    public static bool Is(string text) => text.Length == Digits && text.All(char.IsAsciiHexDigitLower);

    /// <summary>The digest of a text's UTF-8 bytes.</summary>
    public static string OfText(string text) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)));

    /// <summary>The digest of a file's bytes, read as a stream.</summary>
    public static string OfFile(string path)
    {
        using var handle = File.OpenHandle(path, options: FileOptions.SequentialScan);
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        var buffer = ArrayPool<byte>.Shared.Rent(ReadBytes);
        try
        {
            var at = 0L;
            while (RandomAccess.Read(handle, buffer, at) is > 0 and var read)
            {
                hash.AppendData(buffer.AsSpan(0, read));
                at += read;
            }
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }

        return Convert.ToHexStringLower(hash.GetHashAndReset());
    }

    /// <summary>One digest over a list of texts; each is preceded by its length, so that no two lists read alike.</summary>
    public static string OfLines(IEnumerable<string> lines)
    {
        var text = new StringBuilder();
        foreach (var line in lines)
        {
            text.Append(CultureInfo.InvariantCulture, $"{line.Length}:").Append(line).Append('\n');
        }

        return OfText(text.ToString());
    }
}
