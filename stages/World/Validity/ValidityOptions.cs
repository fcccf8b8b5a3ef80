namespace Pipeline.Stages.World.Validity;

/// <summary>Settings of the validity of verdicts.</summary>
public sealed record ValidityOptions
{
    /// <summary>The models, in order.</summary>
    public required IReadOnlyList<string> Models { get; init; }
}
