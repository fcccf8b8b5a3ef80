namespace Pipeline.Stages.Tuning.MatchLoss;

/// <summary>A checkpoint that could have been chosen; the table <c>candidates.parquet</c> beside the chosen weights.</summary>
public sealed class MatchCandidateRow
{
    /// <summary>The name of the table.</summary>
    public const string FileName = "candidates.parquet";

    /// <summary>The variant that it is of, such as <c>lft-1e-3.alpaca</c>.</summary>
    public string Variant { get; set; } = "";

    /// <summary>Optimiser steps that made it.</summary>
    public int Step { get; set; }

    /// <summary>Epochs of data that made it.</summary>
    public double Epoch { get; set; }

    /// <summary>Its mean training loss, nats per label token.</summary>
    public double TrainingLoss { get; set; }

    /// <summary>The loss that was to be matched, nats.</summary>
    public double Target { get; set; }

    /// <summary>Whether it was chosen: the nearest to the target, of equal ones the one with fewer steps.</summary>
    public bool Chosen { get; set; }
}
