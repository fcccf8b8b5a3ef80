using Pipeline.Stages.Answers.Shift;

namespace Pipeline.Stages.Answers.ShiftSummary;

/// <summary>The slices of tokens that figures are taken over.</summary>
internal static class TokenSlices
{
    private static readonly (TokenSlice Slice, int Last)[] _positions =
    [
        (TokenSlice.Position1, 1),
        (TokenSlice.Position2, 2),
        (TokenSlice.Position3To5, 5),
        (TokenSlice.Position6To10, 10),
        (TokenSlice.Position11To20, 20),
        (TokenSlice.Position21To50, 50),
        (TokenSlice.Position51To100, 100),
        (TokenSlice.Position101Up, int.MaxValue),
    ];

    /// <summary>The slices that have tokens, in the order of the table, which is the enum's.</summary>
    public static IReadOnlyList<TokenSlice> All { get; } =
    [TokenSlice.All, TokenSlice.Text, .. _positions.Select(bin => bin.Slice), TokenSlice.SentenceStart, TokenSlice.SentenceRest];

    /// <summary>The slices that a token belongs to.</summary>
    public static IEnumerable<TokenSlice> Classify(TokenShiftRow token)
    {
        yield return TokenSlice.All;
        if (!token.EndsAnswer)
        {
            yield return TokenSlice.Text;
        }

        yield return Array.Find(_positions, bin => token.Position + 1 <= bin.Last).Slice;
        yield return token.StartsSentence ? TokenSlice.SentenceStart : TokenSlice.SentenceRest;
    }
}
