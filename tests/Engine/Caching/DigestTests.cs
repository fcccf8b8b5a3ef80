using Pipeline.Engine.Caching;
using Pipeline.Tests.Support;

namespace Pipeline.Tests.Engine.Caching;

public sealed class DigestTests
{
    /// <summary>The first test vector of FIPS 180-2 and the digest of nothing.</summary>
    private const string OfAbc = "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad";

    private const string OfNothing = "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855";

    [Fact]
    public void Texts_have_the_digest_of_their_bytes()
    {
        Assert.Equal(OfAbc, Digest.OfText("abc"));
        Assert.Equal(OfNothing, Digest.OfText(""));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(1 << 20)]
    [InlineData((1 << 20) + 1)]
    [InlineData(3 << 20)]
    public void Files_have_the_digest_of_their_bytes_whatever_their_length(int length)
    {
        using var folder = new TemporaryFolder();
        var text = string.Concat(Enumerable.Range(0, length).Select(index => (char)('a' + (index % 23))));

        Assert.Equal(Digest.OfText(text), Digest.OfFile(folder.Write("file", text), TestContext.Current.CancellationToken));
    }

    [Fact]
    public void Two_lists_never_read_alike()
    {
        string[][] lists =
        [
            [],
            [""],
            ["", ""],
            ["ab"],
            ["a", "b"],
            ["b", "a"],
            ["a\nb"],
            ["1:a"],
            ["a\n1:b"],
        ];

        Assert.Equal(lists.Length, lists.Select(list => Digest.OfLines(list)).Distinct().Count());
        Assert.Equal(Digest.OfText("2:ab\n0:\n"), Digest.OfLines(["ab", ""]));
    }

    [Fact]
    public void A_digest_is_64_lower_case_hexadecimal_digits()
    {
        Assert.True(Digest.Is(OfAbc));
        Assert.False(Digest.Is(OfAbc[1..]));
        Assert.False(Digest.Is(OfAbc + "0"));
        Assert.False(Digest.Is(OfAbc.ToUpperInvariant()));
        Assert.False(Digest.Is("g" + OfAbc[1..]));
        Assert.False(Digest.Is(""));
    }
}
