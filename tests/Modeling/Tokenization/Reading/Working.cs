using Pipeline.Modeling.Tokenization;

namespace Pipeline.Tests.Modeling.Tokenization.Reading;

/// <summary>What every tokenizer that a file makes must be able to do.</summary>
internal static class Working
{
    private static readonly string[] _texts =
    [
        "",
        " ",
        "Hello world, 123's  \n<s>[CLS]<|user|> x",
        "é日本👩 \u0000\u0301 <0x0A>\u2581\u2581",
        new('a', 300),
    ];

    public static void Check(TokenizerParts parts)
    {
        var tokenizer = new TextTokenizer(parts, []);
        foreach (var text in _texts)
        {
            foreach (
                var ids in new[]
                {
                    tokenizer.Encode(text),
                    tokenizer.Encode(text, SpecialTokenHandling.AsText),
                    tokenizer.Encode(text, SpecialTokenHandling.Add | SpecialTokenHandling.Parse),
                }
            )
            {
                Assert.All(ids, id => Assert.InRange(id, 0, tokenizer.VocabularySize - 1));
                Assert.NotNull(tokenizer.Decode(ids));
            }
        }
    }
}
