using System.Text;

namespace Pipeline.Modeling.Tokenization.Templates;

/// <summary>Neighbouring texts without labels are one text to the model, so they are tokenized as one.</summary>
internal static class TextRun
{
    /// <summary>Pieces with such neighbours joined, and without the white space that special tokens beside them take along.</summary>
    public static IEnumerable<TemplatePiece> Join(IReadOnlyList<TemplatePiece> pieces, IReadOnlyDictionary<string, SpecialToken> specials)
    {
        var run = new StringBuilder();
        SpecialToken? before = null;
        foreach (var piece in pieces)
        {
            if (piece is { IsLabel: false, IsSpecial: false })
            {
                run.Append(piece.Text);
                continue;
            }

            SpecialToken? special = piece.IsSpecial ? specials[piece.Text] : null;
            if (run.Length > 0)
            {
                yield return new TemplatePiece(Stripped(run.ToString(), before, special));
                run.Clear();
            }

            yield return piece;
            before = special;
        }

        if (run.Length > 0)
        {
            yield return new TemplatePiece(Stripped(run.ToString(), before, null));
        }
    }

    private static string Stripped(string text, SpecialToken? before, SpecialToken? after)
    {
        text = before is { StripsRight: true } ? text.TrimStart() : text;
        return after is { StripsLeft: true } ? text.TrimEnd() : text;
    }
}
