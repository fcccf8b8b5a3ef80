namespace Pipeline.Stages.Attribution.ContinuationSummary;

/// <summary>What is said of right and written texts under a model.</summary>
public enum ContinuationMeasure
{
    /// <summary>Mean of ln p(right) − ln p(written), nats.</summary>
    Margin,

    /// <summary>Mean of that less the same under the base: what tuning added, nats.</summary>
    MarginChange,

    /// <summary>Share of spans at which the right text is the likelier one, 0–1.</summary>
    RightPreferred,

    /// <summary>Share of spans at which the base finds the right text likelier and the tuned model the written one: tuning turned the order
    /// round, 0–1.</summary>
    TurnedToWritten,

    /// <summary>Share of spans at which it turned the other way, 0–1.</summary>
    TurnedToRight,
}
