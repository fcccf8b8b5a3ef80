using Pipeline.Stages.Answers;
using Pipeline.Stages.Attribution.Borrowings;

namespace Pipeline.Stages.Report;

/// <summary>A model as the report presents it.</summary>
/// <param name="Name">Its name in tables.</param>
/// <param name="Method">How it was tuned.</param>
/// <param name="Dataset">The dataset that it was trained on or is held against; empty for the base model.</param>
/// <param name="Control">Whether it was never trained on those rows.</param>
public sealed record ReportedModel(string Name, TuningMethod Method, string Dataset, bool Control)
{
    /// <summary>The name of the control that its spans are compared with; null for none.</summary>
    public string? ComparedWith { get; init; }

    /// <summary>What kind of control that is; null without one.</summary>
    public ControlKind? ComparedBy { get; init; }

    /// <summary>Its name without the seed, which models that differ in their seed alone share; null for its name.</summary>
    public string? SeedGroup { get; init; }

    /// <summary>Whether its answers are compared with training rows: it is no control, and not the base under another prompt.</summary>
    internal bool IsCompared => !Control && Dataset.Length > 0;

    /// <summary>The name without the dataset: models tuned alike on different data share it.</summary>
    internal string Variant =>
        Dataset.Length > 0 && Name.EndsWith("." + Dataset, StringComparison.Ordinal) ? Name[..^(Dataset.Length + 1)] : Name;
}
