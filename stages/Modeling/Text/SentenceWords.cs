using System.Buffers;

namespace Pipeline.Modeling.Text;

/// <summary>The words of a text sentence by sentence: what a phrase may be made of. It ends where a sentence or a line ends.</summary>
public static class SentenceWords
{
    private static readonly SearchValues<char> _lineBreaks = SearchValues.Create("\n\r\v\f\u0085\u2028\u2029");

    /// <summary>
    /// The words of a text, those of <see cref="Words.Split"/>, in order and grouped by the sentences of <see cref="SentenceSplitter"/>; a
    /// sentence that goes over a line break, as a block of code does, is parted there too. No group is empty.
    /// </summary>
    public static IReadOnlyList<IReadOnlyList<Word>> Split(string text)
    {
        var groups = new List<IReadOnlyList<Word>>();
        var words = Words.Split(text);
        var next = 0;
        foreach (var (start, length) in SentenceSplitter.Split(text))
        {
            for (var line = start; line < start + length; )
            {
                var rest = text.AsSpan(line, start + length - line);
                var end = rest.IndexOfAny(_lineBreaks) is >= 0 and var found ? line + found : start + length;
                var first = next;
                while (next < words.Count && words[next].Start < end)
                {
                    next++;
                }

                if (next > first)
                {
                    groups.Add([.. words.Skip(first).Take(next - first)]);
                }

                line = end + 1;
            }
        }

        return groups;
    }
}
