using System.Text;
using System.Text.Json.Nodes;
using Pipeline.Engine.Caching;

namespace Pipeline.Tests.Engine.Caching;

public sealed class ManifestTests
{
    private static readonly Manifest _sample = Create(
        new SealedFile("part-00000.parquet", 1234, new string('a', 64), 7),
        new SealedFile("sub/metrics.parquet", 99, new string('b', 64), null)
    );

    [Fact]
    public void A_manifest_reads_back_as_it_was_written()
    {
        var read = Manifest.Parse(_sample.ToJson());

        Assert.NotNull(read);
        Assert.Equal(_sample.ToJson(), read.ToJson());
        Assert.Equal(_sample.Files, read.Files);
    }

    [Fact]
    public void A_manifest_cut_short_anywhere_is_none()
    {
        var text = _sample.ToJson().TrimEnd();

        Assert.All(Enumerable.Range(0, text.Length), length => Assert.Null(Manifest.Parse(text[..length])));
    }

    [Fact]
    public void A_manifest_with_any_damaged_byte_is_none_or_says_the_same()
    {
        var bytes = Encoding.UTF8.GetBytes(_sample.ToJson());
        for (var at = 0; at < bytes.Length; at++)
        {
            foreach (var bit in new[] { 1, 4, 64 })
            {
                bytes[at] ^= (byte)bit;
                if (Manifest.Parse(Encoding.UTF8.GetString(bytes)) is { } read)
                {
                    // White space between tokens says nothing.
                    Assert.Equal(_sample.ToJson(), read.ToJson());
                }

                bytes[at] ^= (byte)bit;
            }
        }
    }

    [Theory]
    [InlineData("../escape.parquet")]
    [InlineData("a/../../escape.parquet")]
    [InlineData("/etc/passwd")]
    [InlineData("..")]
    [InlineData(".")]
    [InlineData("")]
    [InlineData("a//b")]
    [InlineData("a\\..\\b")]
    [InlineData("nul\0byte")]
    public void File_names_that_leave_the_folder_are_refused_even_under_a_valid_seal(string name) =>
        Assert.Null(Manifest.Parse(Create(new SealedFile(name, 1, new string('a', 64), 1)).ToJson()));

    [Fact]
    public void Sizes_row_counts_and_digests_that_cannot_be_are_refused_even_under_a_valid_seal()
    {
        var digest = new string('a', 64);
        SealedFile[] impossible =
        [
            new("a", -1, digest, 1),
            new("a", 1, digest, -1),
            new("a", 1, digest, 1L << 40),
            new("a", 1, "abc", 1),
            new("a", 1, digest.ToUpperInvariant(), 1),
        ];

        Assert.All(impossible, file => Assert.Null(Manifest.Parse(Create(file).ToJson())));
        Assert.NotNull(Manifest.Parse(Create(new SealedFile("a", 0, digest, 0)).ToJson()));
    }

    [Fact]
    public void More_files_than_a_manifest_can_name_are_refused_before_they_are_sealed()
    {
        var files = Enumerable.Range(0, 110_000).Select(i => new SealedFile($"part-{i:D5}.parquet", 1, new string('a', 64), 1)).ToArray();

        Assert.Equal(
            "sample made 110000 files, too many for one artifact; raise part_rows.",
            Assert.Throws<Pipeline.Engine.InputException>(() => Create(files).ToJson()).Message
        );
        Assert.NotNull(Manifest.Parse(Create(files[..40_000]).ToJson()));
    }

    [Theory]
    [InlineData("")]
    [InlineData("null")]
    [InlineData("[]")]
    [InlineData("{}")]
    [InlineData("""{"format":1}""")]
    [InlineData("""{"format":1,"format":1,"seal":""}""")]
    [InlineData("""{"format":"one","seal":"x"}""")]
    public void Other_json_is_none(string text) => Assert.Null(Manifest.Parse(text));

    [Fact]
    public void A_manifest_of_a_later_format_is_none() =>
        Assert.Null(Manifest.Parse(_sample.ToJson().Replace("\"format\": 1", "\"format\": 2", StringComparison.Ordinal)));

    private static Manifest Create(params SealedFile[] files)
    {
        var document = new JsonObject
        {
            ["stage"] = "sample",
            ["options"] = new JsonObject { ["rate"] = 0.5 },
        };
        return new Manifest(
            "sample",
            Digest.OfText(CanonicalJson.Text(document)),
            document,
            files,
            new Dictionary<string, string> { ["library"] = "1.0" }
        );
    }
}
