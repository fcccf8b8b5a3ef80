using Pipeline.Engine.Caching;
using Pipeline.Tests.Support;

namespace Pipeline.Tests.Engine.Caching;

public sealed class SealedFileTests
{
    [Fact]
    public void The_files_of_a_folder_are_listed_by_name_with_length_digest_and_rows()
    {
        using var folder = new TemporaryFolder();
        folder.Write("b/part", "two");
        folder.Write("a", "");
        folder.Write("B", "three");

        Assert.Equal(
            [
                new SealedFile("B", 5, Digest.OfText("three"), null),
                new SealedFile("a", 0, Digest.OfText(""), null),
                new SealedFile("b/part", 3, Digest.OfText("two"), 7),
            ],
            SealedFile.In(folder.Root, new Dictionary<string, long> { ["b/part"] = 7 }, TestContext.Current.CancellationToken)
        );
        Assert.All(SealedFile.In(folder.Root, null, TestContext.Current.CancellationToken), file => Assert.Null(file.Rows));
    }

    [Fact]
    public void They_read_back_from_json_and_a_plain_file_has_no_rows_there()
    {
        SealedFile[] files = [new("a", 0, Digest.OfText("a"), 0), new("b/c", long.MaxValue, Digest.OfText("b"), null)];

        var json = SealedFile.ToJson(files);

        Assert.Equal(files, SealedFile.FromJson(json));
        Assert.Equal(["name", "bytes", "sha256", "rows"], json[0]!.AsObject().Select(entry => entry.Key));
        Assert.Equal(["name", "bytes", "sha256"], json[1]!.AsObject().Select(entry => entry.Key));
    }

    [Theory]
    [InlineData("../a", 1, true, 1)]
    [InlineData("/a", 1, true, 1)]
    [InlineData("a", -1, true, 1)]
    [InlineData("a", 1, false, 1)]
    [InlineData("a", 1, true, -1)]
    [InlineData("a", 1, true, int.MaxValue + 1L)]
    public void What_cannot_be_is_refused(string name, long bytes, bool isDigest, long rows)
    {
        var good = new SealedFile("good", 1, Digest.OfText(""), 1);
        var bad = new SealedFile(name, bytes, isDigest ? Digest.OfText("") : "abc", rows);

        Assert.Null(SealedFile.FromJson(SealedFile.ToJson([good, bad])));
    }

    [Fact]
    public void The_largest_number_of_rows_is_that_of_an_array()
    {
        var file = new SealedFile("a", 1, Digest.OfText(""), int.MaxValue);

        Assert.Equal([file], SealedFile.FromJson(SealedFile.ToJson([file])));
    }
}
