namespace Pipeline.Stages.Select;

/// <summary>Dropping has no settings.</summary>
public sealed record SelectOptions;
