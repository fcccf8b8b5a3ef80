namespace Pipeline.Stages.Select;

/// <summary>Settings of the filter of a dataset by results.</summary>
public sealed record SelectOptions
{
    /// <summary>How many instances to drop, the most blamed first.</summary>
    public int Top { get; init; } = 50;
}
