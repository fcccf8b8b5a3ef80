using CsCheck;
using Pipeline.Modeling.Text;

namespace Pipeline.Tests.Modeling.Text;

public sealed class SentenceSplitterTests
{
    [Theory]
    [InlineData("", "")]
    [InlineData(" \n\t\n", "")]
    [InlineData("One. Two! Three? Four… Five", "One.|Two!|Three?|Four…|Five")]
    [InlineData("It is 3.14 m. or v1.2 of 10.5. Then 7 more.", "It is 3.14 m. or v1.2 of 10.5.|Then 7 more.")]
    [InlineData("Dr. Smith met Mrs. Jones, e.g. Anna, vs. Bob. They spoke.", "Dr. Smith met Mrs. Jones, e.g. Anna, vs. Bob.|They spoke.")]
    [InlineData("J. R. R. Tolkien left the U.S. Army. So did I. We ate.", "J. R. R. Tolkien left the U.S. Army.|So did I.|We ate.")]
    [InlineData(
        "She said no. Then no. 5 came, see Fig. 3 on Jan. 5. It is p. 7.",
        "She said no.|Then no. 5 came, see Fig. 3 on Jan. 5.|It is p. 7."
    )]
    [InlineData("We met at 5 p.m. The rest came later etc. Then all left.", "We met at 5 p.m.|The rest came later etc.|Then all left.")]
    [InlineData(
        "\"Stop!\" He ran. (It hurt.) “Why?” [No one knew.] **Done.** _Right._ Yes.",
        "\"Stop!\"|He ran.|(It hurt.)|“Why?”|[No one knew.]|**Done.**|_Right._|Yes."
    )]
    [InlineData(
        "What?! Really... Yes. and so on. 2 more. \"Quoted\" (so) ends.",
        "What?!|Really...|Yes. and so on.|2 more.|\"Quoted\" (so) ends."
    )]
    [InlineData(
        "1. First do this. Then that.\n2. Second.\na. Letter\n- Dash. Two\n",
        "1. First do this.|Then that.|2. Second.|a. Letter|- Dash.|Two"
    )]
    [InlineData("A line\nanother line\r\n\r\nA third. And more", "A line|another line|A third.|And more")]
    [InlineData(
        "Use it:\n```python\nx = 1. \nY = 2\n\nprint(x)\n```\nDone. Good.",
        "Use it:|```python\nx = 1. \nY = 2\n\nprint(x)\n```|Done.|Good."
    )]
    [InlineData("  ```\na. B\n  ```\nAfter. ```not a fence``` Here.", "```\na. B\n  ```|After. ```not a fence``` Here.")]
    [InlineData("Before\n```\nnever. Closed", "Before|```\nnever. Closed")]
    [InlineData("我来了。你呢？「好！」他说。done", "我来了。|你呢？|「好！」|他说。|done")]
    [InlineData("मैं घर गया। वह आया॥ (क्या?) हाँ।", "मैं घर गया।|वह आया॥|(क्या?)|हाँ।")]
    [InlineData("ខ្ញុំទៅផ្ទះ។គាត់មក៕ ចប់", "ខ្ញុំទៅផ្ទះ។|គាត់មក៕|ចប់")]
    [InlineData("ကျွန်တော် သွားတယ်။သူလာတယ်၊ နေတယ်။", "ကျွန်တော် သွားတယ်။|သူလာတယ်၊|နေတယ်။")]
    [InlineData("他说：“好！”然后走了｡完", "他说：“好！”|然后走了｡|完")]
    [InlineData("你好!我来了?(是的!)对。C++!x", "你好!|我来了?|(是的!)|对。|C++!x")]
    [InlineData("هل أنت بخير؟نعم۔ سلام ሰላም። ደህና", "هل أنت بخير؟|نعم۔|سلام ሰላም።|ደህና")]
    [InlineData("วันนี้ดี ฉันไป! แล้วกลับ", "วันนี้ดี ฉันไป!|แล้วกลับ")]
    [InlineData(
        "See www.example.com. Mail a@b.org! Élan vital. Ängste. ألف. باء",
        "See www.example.com.|Mail a@b.org!|Élan vital.|Ängste.|ألف.|باء"
    )]
    [InlineData("Hi 🙂. Yes. 🙂 is no letter.", "Hi 🙂.|Yes. 🙂 is no letter.")]
    public void A_text_has_these_sentences(string text, string sentences) =>
        Assert.Equal(
            sentences.Split('|', StringSplitOptions.RemoveEmptyEntries),
            SentenceSplitter.Split(text).Select(sentence => text.Substring(sentence.Start, sentence.Length))
        );

    [Fact]
    public void Every_character_that_is_not_white_space_is_in_exactly_one_sentence()
    {
        var piece = Gen.OneOf(
            ". ",
            "! ",
            "?",
            "…",
            "\n",
            "\r\n",
            "```",
            "\n```\n",
            " ",
            "A",
            "b",
            "1",
            "Dr",
            "e.g",
            "\"",
            ")",
            "*",
            "。",
            "।",
            "？",
            "我",
            "ก",
            "🙂",
            "\u3000",
            "I"
        );
        piece
            .Array[0, 25]
            .Select(string.Concat)
            .Sample(
                text =>
                {
                    var end = 0;
                    foreach (var (start, length) in SentenceSplitter.Split(text))
                    {
                        Assert.True(string.IsNullOrWhiteSpace(text[end..start]));
                        Assert.True(length > 0 && !char.IsWhiteSpace(text[start]) && !char.IsWhiteSpace(text[start + length - 1]));
                        end = start + length;
                    }

                    Assert.True(string.IsNullOrWhiteSpace(text[end..]));
                },
                iter: 5000,
                threads: 1
            );
    }

    [Theory]
    [InlineData(".")]
    [InlineData(".\"")]
    [InlineData(". \"")]
    [InlineData("a. ")]
    [InlineData("。")]
    [InlineData("```\n")]
    [InlineData("!")]
    [InlineData("!(")]
    [InlineData("A.")]
    [InlineData(". ( ")]
    public void A_long_text_takes_no_time_out_of_proportion(string repeated)
    {
        // A scan that is quadratic in such runs would take minutes.
        var text = string.Concat(Enumerable.Repeat(repeated, 400_000 / repeated.Length));
        var (start, length) = SentenceSplitter.Split(text)[^1];

        Assert.True(string.IsNullOrWhiteSpace(text[(start + length)..]));
    }
}
