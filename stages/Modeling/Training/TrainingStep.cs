namespace Pipeline.Modeling.Training;

/// <summary>What one optimiser step came to.</summary>
/// <param name="Step">1-based.</param>
/// <param name="Epoch">Epochs of data seen after it.</param>
/// <param name="Loss">Mean cross-entropy over its labels, nats.</param>
/// <param name="GradientNorm">Before clipping.</param>
/// <param name="LearningRate">Of this step.</param>
/// <param name="LabelTokens">Labels in it.</param>
/// <param name="Tokens">Tokens of its sequences, padding not counted.</param>
/// <param name="RowsSeen">Sequences seen since the start, repetitions counted.</param>
/// <param name="EvaluationLoss">Mean cross-entropy over the labels of the held-out sequences after it, nats; null where none was
/// measured.</param>
public sealed record TrainingStep(
    int Step,
    double Epoch,
    double Loss,
    double GradientNorm,
    double LearningRate,
    long LabelTokens,
    long Tokens,
    long RowsSeen,
    double? EvaluationLoss
);
