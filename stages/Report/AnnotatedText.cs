using Pipeline.Stages.Answers.Shift;

namespace Pipeline.Stages.Report;

/// <summary>A text with marked stretches and coloured tokens, shortened where it is long.</summary>
/// <param name="Text">The text.</param>
/// <param name="Marks">Stretches to mark; they may overlap.</param>
/// <param name="Tokens">Its tokens with their shift, in order; empty for none.</param>
internal sealed record AnnotatedText(string Text, IReadOnlyList<(int Start, int End)> Marks, IReadOnlyList<TokenShiftRow> Tokens)
{
    private readonly List<(int Start, int End)> _marks = Merged(Text, Marks);

    /// <summary>Writes the stretches around the marks only, and how much lies between them.</summary>
    public void WriteExcerpt(HtmlWriter page) => Write(page, ExcerptWindows.Cut(Text, _marks));

    /// <summary>Writes the text from its start, up to a number of characters.</summary>
    public void WriteFromStart(HtmlWriter page, int most) =>
        Write(
            page,
            [
                (
                    0,
                    Text.Length <= most ? Text.Length
                    : char.IsLowSurrogate(Text[most]) ? most - 1
                    : most
                ),
            ]
        );

    private static List<(int Start, int End)> Merged(string text, IReadOnlyList<(int Start, int End)> marks)
    {
        bool InsidePair(int at) => at < text.Length && char.IsLowSurrogate(text[at]);
        var merged = new List<(int Start, int End)>();
        foreach (
            var mark in marks
                .Select(mark => (Start: mark.Start - (InsidePair(mark.Start) ? 1 : 0), End: mark.End + (InsidePair(mark.End) ? 1 : 0)))
                .Order()
        )
        {
            if (merged.Count > 0 && mark.Start <= merged[^1].End)
            {
                merged[^1] = (merged[^1].Start, Math.Max(merged[^1].End, mark.End));
            }
            else
            {
                merged.Add(mark);
            }
        }

        return merged;
    }

    private void Write(HtmlWriter page, IReadOnlyList<(int Start, int End)> windows)
    {
        var tokenAt = TokenStarts();
        var written = 0;
        foreach (var (start, end) in windows)
        {
            Cut(page, start - written);
            WriteStretch(page, start, end, tokenAt);
            written = end;
        }

        Cut(page, Text.Length - written);
    }

    private static void Cut(HtmlWriter page, int characters)
    {
        if (characters > 0)
        {
            page.Raw("<span class=\"cut\">").Text($" [… {Figure.Count(characters, "character")} …] ").Raw("</span>");
        }
    }

    /// <summary>Where each token starts; empty unless the tokens spell the text.</summary>
    private List<int> TokenStarts()
    {
        var starts = new List<int>(Tokens.Count);
        var at = 0;
        foreach (var token in Tokens)
        {
            if (string.CompareOrdinal(Text, at, token.TokenText, 0, token.TokenText.Length) != 0)
            {
                return [];
            }

            starts.Add(at);
            at += token.TokenText.Length;
        }

        return starts;
    }

    private void WriteStretch(HtmlWriter page, int start, int end, List<int> tokenAt)
    {
        var borders = new SortedSet<int>(
            _marks.SelectMany(mark => new[] { mark.Start, mark.End }).Concat(tokenAt).Where(border => border > start && border < end)
        )
        {
            start,
            end,
        };
        var token = -1;
        var from = start;
        foreach (var to in borders.Skip(1))
        {
            while (token + 1 < tokenAt.Count && tokenAt[token + 1] <= from)
            {
                token++;
            }

            var marked = _marks.Exists(mark => mark.Start <= from && from < mark.End);
            page.Raw(marked ? "<mark>" : "");
            Piece(page, Text[from..to], token < 0 ? null : Tokens[token]);
            page.Raw(marked ? "</mark>" : "");
            from = to;
        }
    }

    private static void Piece(HtmlWriter page, string text, TokenShiftRow? token)
    {
        if (token is null or { ShiftClass: ShiftClass.Unshifted })
        {
            page.Text(text);
        }
        else
        {
            page.Element("i", text, $"class=\"{ClassOf(token)}\" title=\"{HtmlWriter.Escaped(Figures(token))}\"");
        }
    }

    /// <summary>The style sheet's class of a token that is not unshifted; short, since tokens are many.</summary>
    public static string ClassOf(TokenShiftRow token) => token.ShiftClass == ShiftClass.Shifted ? "s" : "m";

    /// <summary>A token's figures, for whoever points at it: rank in the base, probability in the base and here, KL.</summary>
    public static string Figures(TokenShiftRow token) =>
        $"rank {Figure.Count(token.ArgmaxBaseRank)}, {Figure.Number(token.ArgmaxBaseProbability * 100, "0.0")} → "
        + $"{Figure.Percent(token.ArgmaxTunedProbability)}, {Figure.Number(token.KlTunedBase, "0.000")} nats";
}
