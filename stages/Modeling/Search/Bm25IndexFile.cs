using System.Security.Cryptography;

namespace Pipeline.Modeling.Search;

/// <summary>The postings of a dataset's texts on disk, with whose text each is: made once, opened by each search.</summary>
/// <param name="Postings">The texts' terms.</param>
/// <param name="Texts">The instance and turn of each text; those of one instance next to each other.</param>
public sealed record Bm25IndexFile(Bm25Postings Postings, IReadOnlyList<(string InstanceId, int Turn)> Texts)
{
    /// <summary>The file in an index's folder.</summary>
    public const string FileName = "bm25.bin";

    /// <summary>Raised when the file is laid out otherwise.</summary>
    private const int FormatVersion = 1;

    /// <summary>What the file begins with.</summary>
    private static ReadOnlySpan<byte> Magic => "PLBM25IX"u8;

    /// <summary>Writes an index; what it writes depends on the texts and their order alone.</summary>
    /// <param name="folder">A folder without one.</param>
    /// <param name="dataset">The digest of the dataset that it is of.</param>
    public void Write(string folder, string dataset)
    {
        using var file = new IndexFileWriter(Path.Combine(folder, FileName));
        var ids = new List<string>();
        var owners = new int[Texts.Count];
        for (var text = 0; text < owners.Length; text++)
        {
            if (ids.Count == 0 || ids[^1] != Texts[text].InstanceId)
            {
                ids.Add(Texts[text].InstanceId);
            }

            owners[text] = ids.Count - 1;
        }

        file.Write(Magic);
        file.Write(FormatVersion);
        file.Write(PhraseIndex.Digest(dataset));
        file.Write(ids.Count, Texts.Count);
        file.Write(ids);
        file.Write(owners);
        file.Write([.. Texts.Select(text => text.Turn)]);
        Postings.Write(file);
        file.Complete();
    }

    /// <summary>Opens an index.</summary>
    /// <param name="path">Its file.</param>
    /// <param name="dataset">The digest of the dataset that it must be of.</param>
    /// <exception cref="InvalidDataException">It is of another dataset, or is not what was written; the message names the file.</exception>
    public static Bm25IndexFile Open(string path, string dataset)
    {
        using var file = new IndexFileReader(path);
        if (!file.ReadBytes(Magic.Length, "magic").AsSpan().SequenceEqual(Magic))
        {
            throw file.Invalid("it is no index of BM25");
        }

        file.ReadNumber("format version", FormatVersion, FormatVersion);
        if (!file.ReadBytes(SHA256.HashSizeInBytes, "dataset").AsSpan().SequenceEqual(PhraseIndex.Digest(dataset)))
        {
            throw file.Invalid($"it is an index of another dataset than '{dataset}'");
        }

        var instances = file.ReadNumber("number of instances", 0, int.MaxValue - 1);
        var count = file.ReadNumber("number of texts", instances, int.MaxValue - 1);
        var ids = file.ReadTexts(instances, "id");
        var owners = file.ReadNumbers(count, "instance of text", 0, Math.Max(0, instances - 1));
        var turns = file.ReadNumbers(count, "turn of text", 0, int.MaxValue);
        for (var text = 0; text < count; text++)
        {
            var before = text == 0 ? -1 : owners[text - 1];
            if (owners[text] != before && owners[text] != before + 1)
            {
                throw file.Invalid($"text {text} is of instance {owners[text]}; expected {Math.Max(0, before)} or the one after it");
            }
        }

        var postings = Bm25Postings.Read(file);
        file.Complete();
        return postings.Lengths.Count == count
            ? new Bm25IndexFile(postings, [.. owners.Zip(turns, (owner, turn) => (ids[owner], turn))])
            : throw file.Invalid($"it has {count} texts and postings of {postings.Lengths.Count}");
    }
}
