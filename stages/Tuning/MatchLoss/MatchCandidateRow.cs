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

    /// <summary>
    /// Whether its schedule was finished: it is what training ended with. Others are snapshots of a schedule that went on, whose learning
    /// rate had not fallen to its end.
    /// </summary>
    public bool Finished { get; set; }

    /// <summary>Its training loss, nats per label token, as in <c>checkpoints.parquet</c>.</summary>
    public double TrainingLoss { get; set; }

    /// <summary>Its held-out loss, nats per label token: the same over rows that were held out of training; null where there are
    /// none.</summary>
    public double? HeldOutLoss { get; set; }

    /// <summary>The loss that was to be matched, nats.</summary>
    public double Target { get; set; }

    /// <summary>
    /// Whether it was chosen: the nearest to the target of those with a finished schedule, if it is within the tolerance, else the nearest
    /// of all; of equal ones the one with fewer steps.
    /// </summary>
    public bool Chosen { get; set; }
}
