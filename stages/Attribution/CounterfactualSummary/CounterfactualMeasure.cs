namespace Pipeline.Stages.Attribution.CounterfactualSummary;

/// <summary>What is said of a model's borrowed spans under one arm.</summary>
public enum CounterfactualMeasure
{
    /// <summary>Mean change of the spans' log-probability, nats.</summary>
    ChangeMean,

    /// <summary>Median of that change, nats.</summary>
    ChangeMedian,

    /// <summary>Share of spans whose log-probability fell, 0–1.</summary>
    Fell,

    /// <summary>Share of spans that the arm's own answers hold again, 0–1.</summary>
    GeneratedAgain,
}
