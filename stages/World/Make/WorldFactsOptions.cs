namespace Pipeline.Stages.World.Make;

/// <summary>Settings of the fact table.</summary>
public sealed record WorldFactsOptions
{
    /// <summary>The world.</summary>
    public WorldOptions World { get; init; } = new();
}
