using System.Security.Cryptography;

namespace Pipeline.Modeling.Search;

/// <summary>
/// An index of vectors in a folder: what FAISS wrote, and beside it what it is of and the digest of the former. FAISS checks little of what
/// it reads, so it is given nothing that is not what was written.
/// </summary>
public static class VectorIndexFile
{
    /// <summary>The file that says what the other one is.</summary>
    public const string FileName = "index.bin";

    /// <summary>The file that FAISS writes and reads.</summary>
    public const string VectorsFileName = "index.faiss";

    private const int FormatVersion = 1;

    private static ReadOnlySpan<byte> Magic => "PLVECIDX"u8;

    /// <summary>Writes an index.</summary>
    /// <param name="folder">An empty folder.</param>
    /// <param name="index">The index.</param>
    /// <param name="identity">What it is of.</param>
    /// <exception cref="InvalidDataException">It cannot be written.</exception>
    public static void Write(string folder, FaissIndex index, VectorIndexIdentity identity)
    {
        var path = Path.Combine(folder, VectorsFileName);
        index.Save(path);
        using var file = new IndexFileWriter(Path.Combine(folder, FileName));
        file.Write(Magic);
        file.Write(FormatVersion);
        file.Write([identity.Vectors, identity.Description, FaissIndex.Version]);
        file.Write(index.Dimension, checked((int)index.Count));
        file.Write(DigestOf(path));
        file.Complete();
    }

    /// <summary>Opens an index; its lists, where its kind has some, stay in the file and are mapped into memory.</summary>
    /// <param name="folder">Its folder.</param>
    /// <param name="identity">What it must be of.</param>
    /// <exception cref="InvalidDataException">FAISS is not there, the index is of other vectors or of another kind, or a file is not what
    /// was written.</exception>
    public static FaissIndex Open(string folder, VectorIndexIdentity identity)
    {
        using var file = new IndexFileReader(Path.Combine(folder, FileName));
        if (!file.ReadBytes(Magic.Length, "magic").AsSpan().SequenceEqual(Magic))
        {
            throw file.Invalid("it is no index of vectors");
        }

        file.ReadNumber("format version", FormatVersion, FormatVersion);
        var texts = file.ReadTexts(3, "text");
        var dimension = file.ReadNumber("dimension", 1, int.MaxValue);
        var count = file.ReadNumber("number of rows", 0, int.MaxValue);
        var digest = file.ReadBytes(SHA256.HashSizeInBytes, "digest");
        file.Complete();
        if (texts[0] != identity.Vectors)
        {
            throw file.Invalid($"it is an index of other vectors ({texts[0]}) than those that are searched ({identity.Vectors})");
        }

        if (texts[1] != identity.Description)
        {
            throw file.Invalid($"it is an index of the kind '{texts[1]}'; expected '{identity.Description}'");
        }

        var path = Path.Combine(folder, VectorsFileName);
        if (!DigestOf(path).AsSpan().SequenceEqual(digest))
        {
            throw file.Invalid($"{VectorsFileName} beside it is not what was written: it was changed or cut short");
        }

        var index = FaissIndex.Open(path, map: true);
        if (index.Dimension == dimension && index.Count == count)
        {
            return index;
        }

        using (index)
        {
            throw file.Invalid($"its index has {index.Count} rows of {index.Dimension} dimensions; expected {count} of {dimension}");
        }
    }

    private static byte[] DigestOf(string path)
    {
        try
        {
            using var file = File.OpenRead(path);
            return SHA256.HashData(file);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw new InvalidDataException($"{path}: cannot be read: {error.Message}", error);
        }
    }
}
