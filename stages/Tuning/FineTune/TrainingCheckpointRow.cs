using Pipeline.Modeling.Training;

namespace Pipeline.Stages.Tuning.FineTune;

/// <summary>One checkpoint of a fine-tuning run; the table <c>checkpoints.parquet</c> beside the weights, earliest first.</summary>
public sealed class TrainingCheckpointRow
{
    /// <summary>The name of the table.</summary>
    public const string FileName = "checkpoints.parquet";

    /// <summary>The folder inside the artifact that holds its weights; empty for the last one, whose weights are the artifact's
    /// own.</summary>
    public string Folder { get; set; } = "";

    /// <summary>Optimiser steps that made it.</summary>
    public int Step { get; set; }

    /// <summary>Epochs of data that made it.</summary>
    public double Epoch { get; set; }

    /// <summary>
    /// The training loss: mean cross-entropy, nats per label token, of these weights over a sample of the training rows drawn by seed
    /// (<c>loss_rows</c>), without dropout and noise; null where none was measured.
    /// </summary>
    public double? TrainingLoss { get; set; }

    /// <summary>The held-out loss: the same over the rows that were held out of training (<c>evaluation_share</c>); null where there are
    /// none.</summary>
    public double? EvaluationLoss { get; set; }

    /// <summary>A checkpoint as a row.</summary>
    public static TrainingCheckpointRow FromCheckpoint(TrainingCheckpoint checkpoint, string folder) =>
        new()
        {
            Folder = folder,
            Step = checkpoint.Step,
            Epoch = checkpoint.Epoch,
            TrainingLoss = checkpoint.TrainingLoss,
            EvaluationLoss = checkpoint.EvaluationLoss,
        };
}
