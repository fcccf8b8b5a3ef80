namespace Pipeline.Modeling.Tokenization;

/// <summary>Divides a decoded text among its tokens.</summary>
public static class TokenTexts
{
    private const char Incomplete = '\uFFFD';

    /// <summary>
    /// For each token the 0-based UTF-16 position in the decoded text where what it adds begins. A character that several tokens spell in bytes
    /// belongs to the last of them.
    /// </summary>
    public static int[] Starts(ITokenizer tokenizer, IReadOnlyList<int> ids)
    {
        var starts = new int[ids.Count];
        var length = 0;
        for (var i = 0; i < ids.Count; i++)
        {
            starts[i] = length;
            var prefix = tokenizer.Decode(ids.Take(i + 1).ToList());
            if (!prefix.EndsWith(Incomplete))
            {
                length = prefix.Length;
            }
        }

        return starts;
    }
}
