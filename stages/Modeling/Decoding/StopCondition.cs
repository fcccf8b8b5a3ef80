using Pipeline.Modeling.Tokenization;

namespace Pipeline.Modeling.Decoding;

/// <summary>When an answer is at its end.</summary>
/// <param name="Tokenizer">Spells tokens for the stop strings.</param>
/// <param name="EndTokens">Ids that end an answer.</param>
/// <param name="StopStrings">Texts that end an answer; they are no part of its text.</param>
/// <param name="MaximumTokens">The longest answer, tokens.</param>
public sealed record StopCondition(ITokenizer Tokenizer, IReadOnlySet<int> EndTokens, IReadOnlyList<string> StopStrings, int MaximumTokens)
{
    private const int Margin = 8;

    /// <summary>The text before the first stop string.</summary>
    public string Cut(string text)
    {
        var end = StopStrings.Select(stop => text.IndexOf(stop, StringComparison.Ordinal)).Where(at => at >= 0).DefaultIfEmpty(text.Length).Min();
        return text[..end];
    }

    /// <summary>Whether the answer ends with its last token, and why; null while it goes on.</summary>
    internal AnswerFinish? Of(List<int> ids) =>
        EndTokens.Contains(ids[^1]) ? AnswerFinish.EndToken
        : StopStrings.Count > 0 && HoldsStopString(ids) ? AnswerFinish.StopString
        : ids.Count >= MaximumTokens ? AnswerFinish.Length
        : null;

    /// <summary>A stop string that the last token completes lies within as many tokens as it has bytes, and a few that spell nothing.</summary>
    private bool HoldsStopString(List<int> ids)
    {
        var window = StopStrings.Max(System.Text.Encoding.UTF8.GetByteCount) + Margin;
        var text = Tokenizer.Decode(ids[Math.Max(0, ids.Count - window)..]);
        return StopStrings.Any(stop => text.Contains(stop, StringComparison.Ordinal));
    }
}
