using Pipeline.Stages.Answers.Shift;

namespace Pipeline.Tests.Stages.Answers.ShiftSummary;

/// <summary>Rows of a shift table for tests of what is counted of them.</summary>
internal static class ShiftTokens
{
    /// <summary>One token of an answer: its text and the base rank that decides on its class.</summary>
    public static TokenShiftRow Row(string text, int rank = 1, string instance = "one", int sample = 0) =>
        new()
        {
            InstanceId = instance,
            Sample = sample,
            TokenText = text,
            ArgmaxBaseRank = rank,
            ShiftClass = PositionShift.Classify(rank),
            SentenceTokens = 1,
        };
}
