using System.Text;

namespace Pipeline.Modeling.Tokenization.Normalizers;

/// <summary>Replaces runs of one character: the regular expression <c>x{n,}</c>.</summary>
/// <param name="character">The character.</param>
/// <param name="least">How many of it make a run.</param>
/// <param name="content">What a run becomes.</param>
internal sealed class RunNormalizer(char character, int least, string content) : INormalizer
{
    private readonly string _shortestRun = new(character, least);

    public bool KeepsBeginning => false;

    public string Normalize(string text, TextPosition position)
    {
        var found = text.IndexOf(_shortestRun, StringComparison.Ordinal);
        if (found < 0)
        {
            return text;
        }

        var result = new StringBuilder(text.Length);
        var start = 0;
        while (found >= 0)
        {
            result.Append(text, start, found - start).Append(content);
            start = found + least;
            while (start < text.Length && text[start] == character)
            {
                start++;
            }

            found = text.IndexOf(_shortestRun, start, StringComparison.Ordinal);
        }

        return result.Append(text, start, text.Length - start).ToString();
    }
}
