namespace Pipeline.Stages.World.Measure;

/// <summary>Settings of the measures: there are none, the tables say all.</summary>
public sealed record WorldMeasureOptions;
