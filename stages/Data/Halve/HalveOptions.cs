namespace Pipeline.Stages.Data.Halve;

/// <summary>Settings of one half of a dataset.</summary>
public sealed record HalveOptions
{
    /// <summary>The dataset's name, for messages.</summary>
    public required string Dataset { get; init; }

    /// <summary>Which half.</summary>
    public required DatasetHalf Half { get; init; }

    /// <summary>Seed of the draw.</summary>
    public int Seed { get; init; }

    /// <summary>Rows that either half must have at least.</summary>
    public int Least { get; init; } = 1;

    /// <summary>Rows of a part at most.</summary>
    public int PartRows { get; init; } = 256;
}
