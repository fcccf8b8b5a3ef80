namespace Pipeline.Stages.Merge;

/// <summary>Merging has no settings.</summary>
public sealed record MergeOptions;
