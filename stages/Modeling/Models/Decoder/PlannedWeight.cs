namespace Pipeline.Modeling.Models.Decoder;

/// <summary>A tensor that a checkpoint must hold.</summary>
internal sealed record PlannedWeight(string Name, long[] Shape, WeightRole Role);
