namespace Pipeline.Stages.Data.Select;

/// <summary>Dropping has no settings.</summary>
public sealed record SelectOptions;
