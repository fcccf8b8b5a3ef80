using System.Runtime.InteropServices;
using System.Security.Cryptography;
using System.Text;

namespace Pipeline.Modeling.Search;

/// <summary>Writes a file of an index: numbers of 32 bits, little-endian, and bytes; at the end the SHA-256 of all before it.</summary>
internal sealed class IndexFileWriter : IDisposable
{
    private const int Buffered = 1 << 16;

    private readonly FileStream _file;
    private readonly IncrementalHash _hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);

    /// <summary>A new file.</summary>
    public IndexFileWriter(string path)
    {
        if (!BitConverter.IsLittleEndian)
        {
            throw new PlatformNotSupportedException("Phrase indexes are little-endian.");
        }

        _file = new FileStream(path, FileMode.CreateNew, FileAccess.Write, FileShare.None, Buffered);
    }

    /// <summary>Writes bytes.</summary>
    public void Write(ReadOnlySpan<byte> bytes)
    {
        _hash.AppendData(bytes);
        _file.Write(bytes);
    }

    /// <summary>Writes numbers.</summary>
    public void Write(params ReadOnlySpan<int> numbers) => Write(MemoryMarshal.AsBytes(numbers));

    /// <summary>Writes texts: the length of each in bytes of UTF-8, then all of them.</summary>
    public void Write(IReadOnlyList<string> texts)
    {
        Write([.. texts.Select(Encoding.UTF8.GetByteCount)]);
        foreach (var text in texts)
        {
            Write(Encoding.UTF8.GetBytes(text));
        }
    }

    /// <summary>Writes the digest and ends the file.</summary>
    /// <returns>The digest, 32 bytes.</returns>
    public byte[] Complete()
    {
        var digest = _hash.GetHashAndReset();
        _file.Write(digest);
        _file.Flush();
        return digest;
    }

    /// <inheritdoc />
    public void Dispose()
    {
        _file.Dispose();
        _hash.Dispose();
    }
}
