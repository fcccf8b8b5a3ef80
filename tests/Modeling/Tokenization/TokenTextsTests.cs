using CsCheck;
using Pipeline.Modeling.Tokenization;

namespace Pipeline.Tests.Modeling.Tokenization;

/// <summary>Where tokens begin in a text is what decoding every prefix from the start says.</summary>
public sealed class TokenTextsTests
{
    public static TheoryData<string> All => [.. GoldenTokenizer.All];

    [Theory]
    [MemberData(nameof(All))]
    public void Starts_are_those_of_decoding_every_prefix(string layout)
    {
        var tokenizer = GoldenTokenizer.Load(layout);
        var texts = RandomText.Any.Array[1, 4].Select(texts => tokenizer.Encode(string.Join(' ', texts)));
        var ids = Gen.Int[0, tokenizer.VocabularySize - 1].Array[0, 90];

        Gen.OneOf(texts, ids)
            .Sample(tokens => Assert.Equal(ByPrefix(tokenizer, tokens), TokenTexts.Starts(tokenizer, tokens)), iter: 40, threads: 1);
    }

    private static int[] ByPrefix(ITokenizer tokenizer, int[] ids)
    {
        var starts = new int[ids.Length];
        var length = 0;
        for (var i = 0; i < ids.Length; i++)
        {
            starts[i] = length;
            var prefix = tokenizer.Decode(ids[..(i + 1)]);
            length = prefix.EndsWith('\uFFFD') ? length : prefix.Length;
        }

        return starts;
    }
}
