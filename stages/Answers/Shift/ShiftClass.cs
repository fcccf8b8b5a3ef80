namespace Pipeline.Stages.Answers.Shift;

/// <summary>The paper's class of a token: by the 1-based rank that the base gives to the token that the tuned model likes most.</summary>
public enum ShiftClass
{
    /// <summary>Rank 1: both like the same token most.</summary>
    Unshifted,

    /// <summary>Rank 2 or 3.</summary>
    Marginal,

    /// <summary>A rank above 3.</summary>
    Shifted,
}
