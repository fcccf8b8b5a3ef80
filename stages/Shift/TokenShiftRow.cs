namespace Pipeline.Stages.Shift;

/// <summary>How far the tuned model's next-token distribution moved from the base model's at one answer position.</summary>
public sealed class TokenShiftRow
{
    /// <summary>The prompt's instance.</summary>
    public string InstanceId { get; set; } = "";

    /// <summary>0-based position in the answer.</summary>
    public int Position { get; set; }

    /// <summary>0-based sentence of the answer that the token begins in.</summary>
    public int SentenceIndex { get; set; }

    /// <summary>0-based position of the token in its sentence.</summary>
    public int PositionInSentence { get; set; }

    /// <summary>Number of tokens in that sentence.</summary>
    public int SentenceTokens { get; set; }

    /// <summary>The generated token.</summary>
    public int TokenId { get; set; }

    /// <summary>The text that the token adds to the answer.</summary>
    public string TokenText { get; set; } = "";

    /// <summary>KL(tuned‖base) over the full vocabulary, nats.</summary>
    public float KlTunedBase { get; set; }

    /// <summary>KL(base‖tuned) over the full vocabulary, nats.</summary>
    public float KlBaseTuned { get; set; }

    /// <summary>1-based rank, under the base model, of the token that the tuned model likes most (the paper's η).</summary>
    public int BaseRank { get; set; }

    /// <summary>Probability of that token under the base model.</summary>
    public float BaseProbability { get; set; }

    /// <summary>Probability of that token under the tuned model.</summary>
    public float TunedProbability { get; set; }

    /// <summary><c>unshifted</c> (rank 1), <c>marginal</c> (2–3) or <c>shifted</c> (above 3).</summary>
    public string ShiftClass { get; set; } = "";
}
