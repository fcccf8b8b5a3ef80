using System.Text.Json.Nodes;
using Pipeline.Engine.Caching;
using Pipeline.Tests.Support;

namespace Pipeline.Tests.Engine.Caching;

public sealed class SealedFolderTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    private string Sealed => _folder.PathOf("state");

    [Fact]
    public void What_was_sealed_is_intact_under_its_name_alone()
    {
        Seal("draft", ("a", "one"), ("b/c", "two"));

        SealedFolder.RequireIntact(Sealed, TestContext.Current.CancellationToken);
        Assert.False(Directory.Exists(_folder.PathOf("draft")));
        Assert.Equal("two", File.ReadAllText(Path.Combine(Sealed, "b", "c")));
    }

    [Fact]
    public void Sealing_again_replaces_all_of_it()
    {
        Seal("draft", ("a", "one"), ("b", "two"));
        Seal("draft", ("a", "three"));

        SealedFolder.RequireIntact(Sealed, TestContext.Current.CancellationToken);
        Assert.Equal("three", File.ReadAllText(Path.Combine(Sealed, "a")));
        Assert.False(File.Exists(Path.Combine(Sealed, "b")));
    }

    [Fact]
    public void One_flipped_bit_is_found_and_the_file_named()
    {
        Seal("draft", ("a", "one"), ("b", "two"));
        var path = Path.Combine(Sealed, "b");
        File.WriteAllText(path, "twn");

        var error = Assert.Throws<InvalidDataException>(() => SealedFolder.RequireIntact(Sealed, TestContext.Current.CancellationToken));

        Assert.Equal($"{path} has other bytes than were saved", error.Message);
    }

    [Fact]
    public void A_file_that_is_gone_is_named()
    {
        Seal("draft", ("a", "one"));
        File.Delete(Path.Combine(Sealed, "a"));

        var error = Assert.Throws<InvalidDataException>(() => SealedFolder.RequireIntact(Sealed, TestContext.Current.CancellationToken));

        Assert.Equal($"{Path.Combine(Sealed, "a")} is gone", error.Message);
    }

    [Fact]
    public void A_folder_without_a_seal_or_with_another_is_not_intact()
    {
        Seal("draft", ("a", "one"));
        var seal = Path.Combine(Sealed, SealedFolder.FileName);

        File.WriteAllText(seal, File.ReadAllText(seal).Replace("\"bytes\": 3", "\"bytes\": 4", StringComparison.Ordinal));
        var edited = Assert.Throws<InvalidDataException>(() => SealedFolder.RequireIntact(Sealed, TestContext.Current.CancellationToken));
        SealedRecord.Write(seal, new JsonObject { ["files"] = new JsonArray(1) });
        var other = Assert.Throws<InvalidDataException>(() => SealedFolder.RequireIntact(Sealed, TestContext.Current.CancellationToken));
        SealedRecord.Write(seal, new JsonObject());
        Assert.Throws<InvalidDataException>(() => SealedFolder.RequireIntact(Sealed, TestContext.Current.CancellationToken));
        File.Delete(seal);
        var none = Assert.Throws<InvalidDataException>(() => SealedFolder.RequireIntact(Sealed, TestContext.Current.CancellationToken));

        Assert.Equal(
            [$"{seal} is not what its seal says", $"{seal} names no files", $"{seal} is missing"],
            [edited.Message, other.Message, none.Message]
        );
    }

    [Fact]
    public void A_seal_that_names_files_elsewhere_is_none()
    {
        Seal("draft", ("a", "one"));
        var outside = _folder.Write("outside", "one");
        SealedRecord.Write(
            Path.Combine(Sealed, SealedFolder.FileName),
            new JsonObject
            {
                ["files"] = SealedFile.ToJson([
                    new SealedFile("../outside", 3, Digest.OfFile(outside, TestContext.Current.CancellationToken), null),
                ]),
            }
        );

        Assert.Throws<InvalidDataException>(() => SealedFolder.RequireIntact(Sealed, TestContext.Current.CancellationToken));
    }

    public void Dispose() => _folder.Dispose();

    private void Seal(string draft, params (string Name, string Text)[] files)
    {
        foreach (var (name, text) in files)
        {
            _folder.Write($"{draft}/{name}", text);
        }

        SealedFolder.Seal(_folder.PathOf(draft), Sealed, TestContext.Current.CancellationToken);
    }
}
