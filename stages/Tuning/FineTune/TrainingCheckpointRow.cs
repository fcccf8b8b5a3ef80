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
    /// Mean cross-entropy, nats, over the label tokens of one fixed sample of the training sequences, without dropout and noise; null where
    /// none was measured.
    /// </summary>
    public double? TrainingLoss { get; set; }

    /// <summary>The same over the held-out sequences; null where there are none.</summary>
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
