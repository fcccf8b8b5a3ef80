using Pipeline.Modeling.Training;

namespace Pipeline.Stages.Tuning.FineTune;

/// <summary>One optimiser step; the table <c>metrics.parquet</c> beside a checkpoint or adapter.</summary>
public sealed class TrainingMetricRow
{
    /// <summary>The name of the table.</summary>
    public const string FileName = "metrics.parquet";

    /// <summary>1-based optimiser step.</summary>
    public int Step { get; set; }

    /// <summary>Epochs of data seen after this step.</summary>
    public double Epoch { get; set; }

    /// <summary>
    /// The loss of this step: mean cross-entropy over its label tokens, nats, before its update, with dropout and noise where they are set;
    /// 0 where all of its rows are withheld. The training loss is that of finished weights, in <c>checkpoints.parquet</c>.
    /// </summary>
    public double Loss { get; set; }

    /// <summary>Euclidean norm of the gradient before clipping.</summary>
    public double GradientNorm { get; set; }

    /// <summary>Learning rate of this step.</summary>
    public double LearningRate { get; set; }

    /// <summary>Label tokens in this step.</summary>
    public long LabelTokens { get; set; }

    /// <summary>Tokens of this step's sequences, padding not counted.</summary>
    public long Tokens { get; set; }

    /// <summary>Sequences seen since the start, repetitions and withheld ones counted.</summary>
    public long RowsSeen { get; set; }

    /// <summary>The held-out loss after this step: mean cross-entropy, nats per label token, over the rows that are held out of training;
    /// null where none was measured.</summary>
    public double? EvaluationLoss { get; set; }

    /// <summary>A step as a row.</summary>
    public static TrainingMetricRow FromStep(TrainingStep step) =>
        new()
        {
            Step = step.Step,
            Epoch = step.Epoch,
            Loss = step.Loss,
            GradientNorm = step.GradientNorm,
            LearningRate = step.LearningRate,
            LabelTokens = step.LabelTokens,
            Tokens = step.Tokens,
            RowsSeen = step.RowsSeen,
            EvaluationLoss = step.EvaluationLoss,
        };
}
