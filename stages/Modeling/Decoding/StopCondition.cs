namespace Pipeline.Modeling.Decoding;

/// <summary>When an answer is at its end.</summary>
/// <param name="Decode">The text of ids, to look for stop strings in.</param>
/// <param name="EndTokens">Ids that end an answer.</param>
/// <param name="StopStrings">Texts that end an answer; they are no part of its text.</param>
public sealed record StopCondition(Func<IReadOnlyList<int>, string> Decode, IReadOnlySet<int> EndTokens, IReadOnlyList<string> StopStrings)
{
    private const int Margin = 8;

    /// <summary>The text before the first stop string.</summary>
    public string Cut(string text)
    {
        var end = StopStrings
            .Select(stop => text.IndexOf(stop, StringComparison.Ordinal))
            .Where(at => at >= 0)
            .DefaultIfEmpty(text.Length)
            .Min();
        return text[..end];
    }

    /// <summary>Whether the answer ends with its last token, and why; null while it goes on.</summary>
    internal AnswerFinish? Check(List<int> ids, int maximumTokens) =>
        EndTokens.Contains(ids[^1]) ? AnswerFinish.EndToken
        : StopStrings.Count > 0 && HoldsStopString(ids) ? AnswerFinish.StopString
        : ids.Count >= maximumTokens ? AnswerFinish.Length
        : null;

    /// <summary>A stop string that the last token completes lies within as many tokens as it has bytes, and a few that spell
    /// nothing.</summary>
    private bool HoldsStopString(List<int> ids)
    {
        var window = StopStrings.Max(System.Text.Encoding.UTF8.GetByteCount) + Margin;
        var text = Decode(ids[Math.Max(0, ids.Count - window)..]);
        return StopStrings.Any(stop => text.Contains(stop, StringComparison.Ordinal));
    }
}
