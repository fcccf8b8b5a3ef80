namespace Pipeline.Stages.Attribution.ContinuationSummary;

/// <summary>What of two texts is compared.</summary>
public enum ContinuationScale
{
    /// <summary>The log-probabilities of the whole texts, nats: what decides.</summary>
    Total,

    /// <summary>Their means over each text's tokens, nats a token.</summary>
    PerToken,

    /// <summary>Those of the two next tokens at the place where the texts part, nats: what the paper's figure shows.</summary>
    NextToken,
}
