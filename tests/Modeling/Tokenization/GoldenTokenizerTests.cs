using Pipeline.Modeling.Tokenization;

namespace Pipeline.Tests.Modeling.Tokenization;

/// <summary>Holds every layout against the reference implementation, id by id.</summary>
public sealed class GoldenTokenizerTests
{
    public static TheoryData<string> Layouts => [.. GoldenTokenizer.All];

    [Theory]
    [MemberData(nameof(Layouts))]
    public void Ids_are_exact_with_special_tokens_parsed(string layout)
    {
        var tokenizer = GoldenTokenizer.Load(layout);

        foreach (var golden in GoldenTokenizer.Cases(layout, "cases.jsonl"))
        {
            var special = SpecialTokenHandling.Parse | (golden.Special ? SpecialTokenHandling.Add : SpecialTokenHandling.AsText);

            golden.AssertIds(tokenizer.Encode(golden.Text, special));
        }
    }

    [Theory]
    [MemberData(nameof(Layouts))]
    public void Ids_are_exact_with_special_tokens_left_as_text(string layout)
    {
        var tokenizer = GoldenTokenizer.Load(layout);

        foreach (var golden in GoldenTokenizer.Cases(layout, "cases_special_as_text.jsonl"))
        {
            golden.AssertIds(tokenizer.Encode(golden.Text, SpecialTokenHandling.AsText));
        }
    }

    [Theory]
    [MemberData(nameof(Layouts))]
    public void Decoded_texts_are_exact(string layout)
    {
        var tokenizer = GoldenTokenizer.Load(layout);

        foreach (var golden in GoldenTokenizer.Cases(layout, "cases.jsonl"))
        {
            Assert.Equal(golden.Decoded, tokenizer.Decode(golden.Ids));
        }
    }
}
