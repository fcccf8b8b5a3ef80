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

    /// <summary>The digest of a file's bytes, read as a stream, which may take minutes.</summary>
    /// <param name="path">A regular file.</param>
    /// <param name="cancellation">Stops between two pieces of a mebibyte.</param>
    /// <param name="reading">Is told how far the file is read, after every piece of it; what it throws stops the hashing.</param>
    /// <exception cref="InputException">It is a pipe, a device or a socket.</exception>
    /// <exception cref="OperationCanceledException">It was stopped.</exception>
    public static string OfFile(string path, CancellationToken cancellation, Action<FileReading>? reading = null)
    {
        using var handle = RegularFile.OpenHandle(path, FileOptions.SequentialScan);
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        var buffer = ArrayPool<byte>.Shared.Rent(ReadBytes);
        try
        {
            var at = 0L;
            while (RandomAccess.Read(handle, buffer, at) is > 0 and var count)
            {
                cancellation.ThrowIfCancellationRequested();
                hash.AppendData(buffer.AsSpan(0, count));
                at += count;
                reading?.Invoke(new FileReading(path, at, RandomAccess.GetLength(handle)));
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
