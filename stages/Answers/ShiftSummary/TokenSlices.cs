using Pipeline.Stages.Answers.Shift;

namespace Pipeline.Stages.Answers.ShiftSummary;

/// <summary>The slices of tokens that figures are taken over.</summary>
internal static class TokenSlices
{
    /// <summary>The first tokens of a sentence, in the paper's sense.</summary>
    public const string Start = "sentence_start";

    /// <summary>All others.</summary>
    public const string Rest = "sentence_rest";

    private static readonly (int First, int Last)[] _positions =
    [
        (1, 1),
        (2, 2),
        (3, 5),
        (6, 10),
        (11, 20),
        (21, 50),
        (51, 100),
        (101, int.MaxValue),
    ];

    /// <summary>The slices' names in the order of the table.</summary>
    public static IReadOnlyList<string> Names { get; } = ["all", "text", .. _positions.Select(NameOf), Start, Rest];

    /// <summary>The indexes of the slices that a token belongs to.</summary>
    public static IEnumerable<int> Classify(TokenShiftRow token)
    {
        yield return 0;
        if (!token.EndsAnswer)
        {
            yield return 1;
        }

        yield return 2 + Array.FindIndex(_positions, bin => token.Position + 1 <= bin.Last);
        yield return token.StartsSentence ? Names.Count - 2 : Names.Count - 1;
    }

    private static string NameOf((int First, int Last) bin) =>
        bin switch
        {
            (var first, int.MaxValue) => $"position_{first}_up",
            var (first, last) when first == last => $"position_{first}",
            _ => $"position_{bin.First}_{bin.Last}",
        };
}
