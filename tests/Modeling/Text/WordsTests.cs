using CsCheck;
using Pipeline.Modeling.Text;

namespace Pipeline.Tests.Modeling.Text;

public sealed class WordsTests
{
    [Theory]
    [InlineData("", "")]
    [InlineData("  \n\t .,;!?-–—() ", "")]
    [InlineData("Hello, World!", "hello|world")]
    [InlineData("well-known re-use snake_case", "well|known|re|use|snake|case")]
    [InlineData("It's the dogs' owner’s o'clock 'quoted'", "it's|the|dogs|owner's|o'clock|quoted")]
    [InlineData("3.14 1,000,000 v1.2.3 1. 2, .5 $5.00 10%", "3.14|1,000,000|v1.2.3|1|2|5|5.00|10")]
    [InlineData("e.g. U.S.A. end.Next", "e|g|u|s|a|end|next")]
    [InlineData("ÄRGER straße ΣΊΣΥΦΟΣ ĐÁ", "ärger|straße|σίσυφοσ|đá")]
    [InlineData("naïve nai\u0308ve", "naïve|nai\u0308ve")]
    [InlineData("हिन्दी में नमस्ते", "हिन्दी|में|नमस्ते")]
    [InlineData("می\u200Cخواهم کتاب", "می\u200Cخواهم|کتاب")]
    [InlineData("end\u200C \u200Cstart \u200D", "end|start")]
    [InlineData("我喜歡C#和日本語のカナ。", "我|喜|歡|c|和|日|本|語|の|カ|ナ")]
    [InlineData("한국어 문장입니다.", "한국어|문장입니다")]
    [InlineData("a🙂b 👩\u200D👩 \U00010400x", "a|b|\U00010428x")]
    [InlineData("\U00020000\U00020001", "\U00020000|\U00020001")]
    [InlineData("x²  ½ Ⅷ ٣٫١٤ ۱۲۳", "x|٣|١٤|۱۲۳")]
    public void A_text_has_these_words(string text, string words) =>
        Assert.Equal(words.Split('|', StringSplitOptions.RemoveEmptyEntries), Words.Split(text).Select(word => word.Key));

    [Fact]
    public void Lone_surrogates_divide_words_and_are_none() =>
        Assert.Equal(["a", "b", "c"], Words.Split("a\uD800b\uDC00c\uD83D").Select(word => word.Key));

    [Fact]
    public void Words_are_in_order_apart_and_hold_every_letter_and_digit()
    {
        var character = Gen.OneOf(Gen.Char, Gen.Char["ab1.,'’ \u200C\uD83D\uDE42我かé"], Gen.Char['a', 'z']);
        Gen.String[character, 0, 20]
            .Sample(
                text =>
                {
                    var words = Words.Split(text);
                    var covered = new bool[text.Length];
                    var end = 0;
                    foreach (var word in words)
                    {
                        Assert.InRange(word.Start, end, text.Length - 1);
                        Assert.Equal(word.Key, text.Substring(word.Start, word.Length).Replace('’', '\'').ToLowerInvariant());
                        Assert.Equal([word.Key], Words.Split(text[word.Start..word.End]).Select(inner => inner.Key));
                        end = word.End;
                        Array.Fill(covered, true, word.Start, word.Length);
                    }

                    for (var i = 0; i < text.Length; i++)
                    {
                        Assert.True(covered[i] || !char.IsLetterOrDigit(text[i]), $"U+{(int)text[i]:X4} at {i} is in no word");
                    }
                },
                iter: 3000,
                threads: 1
            );
    }
}
