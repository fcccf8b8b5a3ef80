namespace Pipeline.Modeling.Training;

/// <summary>What training came to.</summary>
/// <param name="Steps">Every step, those before a resume included.</param>
/// <param name="Checkpoints">The kept weights, earliest first; the last is what the trained model holds.</param>
public sealed record TrainingResult(IReadOnlyList<TrainingStep> Steps, IReadOnlyList<TrainingCheckpoint> Checkpoints);
