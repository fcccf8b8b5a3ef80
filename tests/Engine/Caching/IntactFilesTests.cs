using System.Text.Json.Nodes;
using Pipeline.Engine.Caching;
using Pipeline.Tests.Support;

namespace Pipeline.Tests.Engine.Caching;

public sealed class IntactFilesTests : IDisposable
{
    private static readonly DateTime _sealedAt = new(2026, 1, 2, 3, 4, 5, DateTimeKind.Utc);
    private readonly TemporaryFolder _folder = new();
    private readonly Manifest _manifest;

    public IntactFilesTests()
    {
        Put("a.txt", "one");
        Put("b.txt", "two");
        _manifest = new Manifest(
            "stage",
            "f",
            new JsonObject(),
            SealedFile.In(_folder.Root, null, TestContext.Current.CancellationToken),
            new Dictionary<string, string>()
        );
        Put(Manifest.FileName, _manifest.ToJson());
    }

    private string A => _folder.PathOf("a.txt");

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Untouched_files_are_intact(bool verify) => Assert.True(Has(verify));

    [Fact]
    public void A_file_that_is_gone_or_of_another_length_is_seen()
    {
        Put("a.txt", "longer");
        Assert.False(Has());
        File.Delete(A);
        Assert.False(Has());
    }

    [Fact]
    public void Other_bytes_are_seen_in_a_younger_file_and_if_asked_to_verify()
    {
        Put("a.txt", "ONE");
        Assert.True(Has());
        Assert.False(Has(verify: true));

        File.SetLastWriteTimeUtc(A, _sealedAt.AddSeconds(1));
        Assert.False(Has());
    }

    [Fact]
    public void A_younger_file_of_the_same_bytes_is_hashed_once_and_then_trusted()
    {
        File.SetLastWriteTimeUtc(A, _sealedAt.AddHours(2));
        File.SetLastWriteTimeUtc(_folder.PathOf("b.txt"), _sealedAt.AddHours(1));

        Assert.True(Has());

        Assert.Equal(_sealedAt.AddHours(2), File.GetLastWriteTimeUtc(_folder.PathOf(Manifest.FileName)));
    }

    [Fact]
    public void Of_older_files_the_manifests_time_stays()
    {
        File.SetLastWriteTimeUtc(A, _sealedAt.AddHours(-2));

        Assert.True(Has());

        Assert.Equal(_sealedAt, File.GetLastWriteTimeUtc(_folder.PathOf(Manifest.FileName)));
    }

    [Fact]
    public void Digests_are_compared_file_by_file()
    {
        Assert.True(IntactFiles.HaveDigests(_folder.Root, _manifest.Files, TestContext.Current.CancellationToken));
        Put("b.txt", "TWO");
        Assert.False(IntactFiles.HaveDigests(_folder.Root, _manifest.Files, TestContext.Current.CancellationToken));
        Assert.True(IntactFiles.HaveDigests(_folder.Root, [_manifest.Files[0]], TestContext.Current.CancellationToken));
    }

    [Fact]
    public void What_is_required_and_damaged_is_named_and_sealed_no_longer()
    {
        var intact = new IntactFiles(verify: false);
        intact.Require(A, _manifest.Files[0].Digest, _folder.Root, TestContext.Current.CancellationToken);
        Put("a.txt", "ONE");
        File.SetLastWriteTimeUtc(A, _sealedAt.AddSeconds(1));

        var error = Assert.Throws<IOException>(() =>
            intact.Require(A, _manifest.Files[0].Digest, _folder.Root, TestContext.Current.CancellationToken)
        );

        Assert.Equal(
            $"{A} is damaged: it was sealed with the digest {Digest.OfText("one")[..12]}… and has {Digest.OfText("ONE")[..12]}…; "
                + "run again, and it is made anew.",
            error.Message
        );
        Assert.False(File.Exists(_folder.PathOf(Manifest.FileName)));
        Assert.True(File.Exists(A));
    }

    [Fact]
    public void What_is_required_and_gone_is_said_to_be_gone()
    {
        File.Delete(A);

        var error = Assert.Throws<IOException>(() =>
            new IntactFiles(verify: false).Require(A, _manifest.Files[0].Digest, _folder.Root, TestContext.Current.CancellationToken)
        );

        Assert.Equal($"{A} is gone from the cache; run again, and it is made anew.", error.Message);
    }

    [Fact]
    public void A_manifest_that_seals_other_bytes_meanwhile_stays()
    {
        var before = Digest.OfText("what was there before");

        Assert.Throws<IOException>(() =>
            new IntactFiles(verify: false).Require(A, before, _folder.Root, TestContext.Current.CancellationToken)
        );

        Assert.True(File.Exists(_folder.PathOf(Manifest.FileName)));
    }

    [Fact]
    public void What_was_noted_or_hashed_is_not_hashed_again_while_it_looks_the_same()
    {
        var intact = new IntactFiles(verify: false);
        var noted = Digest.OfText("what this process wrote and hashed");
        intact.Note(A, noted);

        intact.Require(A, noted, _folder.Root, TestContext.Current.CancellationToken);
        Assert.Throws<IOException>(() => intact.Require(A, Digest.OfText("another"), _folder.Root, TestContext.Current.CancellationToken));
        File.SetLastWriteTimeUtc(A, _sealedAt.AddSeconds(9));
        Assert.Throws<IOException>(() => intact.Require(A, noted, _folder.Root, TestContext.Current.CancellationToken));
    }

    public void Dispose() => _folder.Dispose();

    private bool Has(bool verify = false) => new IntactFiles(verify).Has(_folder.Root, _manifest, TestContext.Current.CancellationToken);

    private void Put(string name, string text) => File.SetLastWriteTimeUtc(_folder.Write(name, text), _sealedAt);
}
