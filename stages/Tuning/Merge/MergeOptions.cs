namespace Pipeline.Stages.Tuning.Merge;

/// <summary>Merging has no settings.</summary>
public sealed record MergeOptions;
