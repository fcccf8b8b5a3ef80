namespace Pipeline.Modeling.Training;

/// <summary>What one optimiser step came to.</summary>
/// <param name="Step">1-based.</param>
/// <param name="Epoch">Epochs of data seen after it.</param>
/// <param name="Loss">Mean cross-entropy over its labels, nats.</param>
/// <param name="GradientNorm">Before clipping.</param>
/// <param name="LearningRate">Of this step.</param>
/// <param name="LabelTokens">Labels in it.</param>
public sealed record TrainingStep(int Step, double Epoch, double Loss, double GradientNorm, double LearningRate, long LabelTokens);
