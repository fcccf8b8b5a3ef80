namespace Pipeline.Stages.Attribution;

/// <summary>Which tokens of an answer spell a span of its text: the fewest that cover it, so that one that also spells characters outside
/// counts whole, under every model alike.</summary>
internal static class SpanTokens
{
    /// <summary>Finds a span's tokens.</summary>
    /// <param name="starts">Where in the text each token starts, UTF-16 characters; tokens that spell one character together share its
    /// start.</param>
    /// <param name="textLength">Length of the text, UTF-16 characters.</param>
    /// <param name="start">0-based character where the span starts.</param>
    /// <param name="end">The character after its last.</param>
    /// <returns>The 0-based first token and the number of tokens; null where no token spells any of it.</returns>
    public static (int First, int Count)? Find(ReadOnlySpan<int> starts, int textLength, int start, int end)
    {
        var (first, last) = (-1, -1);
        for (var token = 0; token < starts.Length && starts[token] < end; token++)
        {
            if (FindEnd(starts, token, textLength) > start)
            {
                (first, last) = (first < 0 ? token : first, token);
            }
        }

        return first < 0 ? null : (first, last - first + 1);
    }

    /// <summary>Where what follows a token begins. Tokens that spell one character together share its start, and so its end.</summary>
    private static int FindEnd(ReadOnlySpan<int> starts, int token, int textLength)
    {
        var next = token + 1;
        while (next < starts.Length && starts[next] == starts[token])
        {
            next++;
        }

        return next < starts.Length ? starts[next] : Math.Max(textLength, starts[token] + 1);
    }
}
