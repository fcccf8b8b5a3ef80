namespace Pipeline.Modeling.Tokenization;

/// <summary>Divides a decoded text among its tokens.</summary>
public static class TokenTexts
{
    private const char Incomplete = '\uFFFD';

    /// <summary>As many tokens before a token decide how it is spelled, and more: so only these are decoded with it.</summary>
    private const int Context = 16;

    /// <summary>
    /// For each token the 0-based UTF-16 position in the decoded text where what it adds begins. A character that several tokens spell in
    /// bytes belongs to the last of them. Time in proportion to the tokens.
    /// </summary>
    public static int[] Starts(ITokenizer tokenizer, IReadOnlyList<int> ids)
    {
        var all = ids.ToArray();
        string Decoded(int from, int to) => tokenizer.Decode(new ArraySegment<int>(all, from, to - from));
        var starts = new int[all.Length];
        var length = 0;

        // Decoded is a window that begins at a whole character; what lies before it has the length 'before'.
        var (first, next, before) = (0, 0, 0);
        for (var i = 0; i < all.Length; i++)
        {
            starts[i] = length;
            var window = Decoded(first, i + 1);
            if (window.EndsWith(Incomplete))
            {
                continue;
            }

            length = before + window.Length;
            if (i + 1 - next >= Context && Decoded(next, i + 1) is { Length: > 0 } kept)
            {
                // The window moves on to where it last could have, which leaves at least so many tokens in it. They must spell something,
                // as
                // some decoders treat the first word of a text in a way of its own.
                before = length - kept.Length;
                (first, next) = (next, i + 1);
            }
        }

        return starts;
    }
}
