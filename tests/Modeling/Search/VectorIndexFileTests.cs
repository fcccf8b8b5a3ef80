using Pipeline.Modeling.Search;
using Pipeline.Tests.Support;

namespace Pipeline.Tests.Modeling.Search;

public sealed class VectorIndexFileTests : IDisposable
{
    private static readonly VectorIndexIdentity _identity = new("digest", "HNSW8");

    private readonly TemporaryFolder _folder = new();

    public VectorIndexFileTests() => Faiss.SkipUnlessThere();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void It_opens_as_what_it_was_made_for_alone()
    {
        Write();

        using var opened = VectorIndexFile.Open(_folder.Root, _identity);
        Assert.Equal((200L, 16), (opened.Count, opened.Dimension));
        Refused("it is an index of other vectors (digest) than those that are searched (other)", _identity with { Vectors = "other" });
        Refused("it is an index of the kind 'HNSW8'; expected 'HNSW16'", _identity with { Description = "HNSW16" });
    }

    [Fact]
    public void A_changed_or_cut_file_is_given_to_nobody()
    {
        Write();
        var path = _folder.PathOf(VectorIndexFile.VectorsFileName);
        var bytes = File.ReadAllBytes(path);
        const string Message = "index.faiss beside it is not what was written: it was changed or cut short";

        foreach (var kept in new[] { 0, 1, bytes.Length / 2, bytes.Length - 1 })
        {
            File.WriteAllBytes(path, bytes[..kept]);
            Refused(Message, _identity);
        }

        bytes[bytes.Length / 3] ^= 1;
        File.WriteAllBytes(path, bytes);
        Refused(Message, _identity);
        File.Delete(path);
        Refused("cannot be read", _identity);
    }

    [Fact]
    public void A_changed_or_cut_description_is_refused()
    {
        Write();
        var path = _folder.PathOf(VectorIndexFile.FileName);
        var bytes = File.ReadAllBytes(path);
        for (var kept = 0; kept < bytes.Length; kept += 3)
        {
            File.WriteAllBytes(path, bytes[..kept]);
            Assert.Throws<InvalidDataException>(() => VectorIndexFile.Open(_folder.Root, _identity));
        }

        for (var at = 0; at < bytes.Length; at += 5)
        {
            var changed = bytes.ToArray();
            changed[at] ^= 0x40;
            File.WriteAllBytes(path, changed);
            Assert.Throws<InvalidDataException>(() => VectorIndexFile.Open(_folder.Root, _identity));
        }

        File.WriteAllText(path, new string('x', 100));
        Refused("it is no index of vectors", _identity);
    }

    private void Write()
    {
        using var index = Faiss.IndexOf("HNSW8", Faiss.Vectors(200, 16, 1));
        VectorIndexFile.Write(_folder.Root, index, _identity);
    }

    private void Refused(string message, VectorIndexIdentity identity) =>
        Assert.Contains(
            message,
            Assert.Throws<InvalidDataException>(() => VectorIndexFile.Open(_folder.Root, identity)).Message,
            StringComparison.Ordinal
        );
}
