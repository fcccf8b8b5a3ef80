using System.Xml.Linq;
using CsCheck;
using Pipeline.Modeling.Tokenization;
using Pipeline.Stages.Answers.Shift;
using Pipeline.Stages.Report;
using Pipeline.Tests.Support;

namespace Pipeline.Tests.Stages.Report;

/// <summary>How texts are marked, coloured and shortened.</summary>
public sealed class AnnotatedTextTests
{
    private static readonly string[] _pieces = ["a", "b ", "é", "\n", "👩", "<b>", "&"];

    private static readonly Gen<string> _texts = Gen.Int[0, _pieces.Length - 1]
        .Array[0, 2500]
        .Select(pieces => string.Concat(pieces.Select(piece => _pieces[piece])));

    [Fact]
    public void A_short_text_is_whole_whatever_is_marked_in_it() =>
        Gen.Select(_texts.Where(text => text.Length < 1000), Gen.Int[0, 1000], Gen.Int[0, 50], Gen.Int[0, 1000])
            .Sample(
                (text, first, length, second) =>
                {
                    var marks = new[] { first, second }
                        .Where(start => start + length <= text.Length)
                        .Select(start => (start, start + length))
                        .ToList();

                    Assert.Equal(WellFormed(text), Written(new AnnotatedText(text, marks, []), whole: true).Value);
                },
                iter: 300
            );

    [Fact]
    public void An_excerpt_shows_marks_and_says_how_much_it_leaves_out() =>
        Gen.Select(_texts, Gen.Int[0, 3000], Gen.Int[1, 2500])
            .Sample(
                (text, start, length) =>
                {
                    var mark = (Start: Math.Min(start, text.Length), End: Math.Min(start + length, text.Length));
                    var written = Written(new AnnotatedText(text, mark.End > mark.Start ? [mark] : [], []), whole: false);
                    var cuts = written.Descendants("span").Where(span => (string?)span.Attribute("class") == "cut").ToList();
                    var left = cuts.Sum(cut =>
                        int.Parse(
                            cut.Value.Split(' ')[2].Replace(",", "", StringComparison.Ordinal),
                            System.Globalization.CultureInfo.InvariantCulture
                        )
                    );
                    cuts.ForEach(cut => cut.Remove());

                    Assert.Equal(text.Length, written.Value.Length + left);
                    Assert.Equal(mark.End > mark.Start, written.Descendants("mark").Any());
                    Assert.True(written.Value.Length < 3500);
                },
                iter: 300
            );

    [Fact]
    public void Tokens_are_coloured_where_they_spell_the_text_and_not_at_all_where_they_do_not()
    {
        TokenShiftRow[] tokens =
        [
            Token("The", ShiftClass.Unshifted),
            Token(" sun", ShiftClass.Marginal),
            Token("", ShiftClass.Shifted),
            Token(" sets", ShiftClass.Shifted),
        ];

        Assert.Equal([("m", " sun"), ("s", " sets")], Coloured("The sun sets", tokens));
        Assert.Equal([("m", " s"), ("m", "un"), ("s", " s"), ("s", "ets")], Coloured("The sun sets", tokens, (5, 9)));
        Assert.Empty(Coloured("The moon sets", tokens));
    }

    [Fact]
    public void Tokens_of_a_stop_string_which_is_no_part_of_the_text_leave_the_others_coloured()
    {
        var tokenizer = TokenizerFile.Load(Repository.PathOf("data", "base"));
        const string Text = "The sun sets.";
        var ids = tokenizer.Encode(Text + "###\n").ToList();
        var answer = new AnswerTokens(tokenizer, ids, Text);
        var tokens = ids.Select(
                (_, position) =>
                {
                    var token = Token("", ShiftClass.Shifted);
                    answer.Describe(token, position);
                    return token;
                }
            )
            .ToArray();

        Assert.Equal(Text, string.Concat(Coloured(Text, tokens).Select(piece => piece.Text)));
    }

    private static IEnumerable<(string Class, string Text)> Coloured(string text, TokenShiftRow[] tokens, params (int, int)[] marks) =>
        Written(new AnnotatedText(text, marks, tokens), whole: true)
            .Descendants("i")
            .Select(span => (span.Attribute("class")!.Value, span.Value));

    private static TokenShiftRow Token(string text, ShiftClass shiftClass) => new() { TokenText = text, ShiftClass = shiftClass };

    /// <summary>A text as XML gives it back: line breaks of any kind are one character.</summary>
    private static string WellFormed(string text) => text.ReplaceLineEndings("\n");

    private static XElement Written(AnnotatedText text, bool whole)
    {
        var page = new HtmlWriter();
        if (whole)
        {
            text.WriteFromStart(page, int.MaxValue);
        }
        else
        {
            text.WriteExcerpt(page);
        }

        return XElement.Parse($"<p>{page}</p>", LoadOptions.PreserveWhitespace);
    }
}
