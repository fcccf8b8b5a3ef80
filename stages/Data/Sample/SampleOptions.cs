namespace Pipeline.Stages.Data.Sample;

/// <summary>Settings of one random subset.</summary>
public sealed record SampleOptions
{
    /// <summary>The dataset's name, for messages.</summary>
    public required string Dataset { get; init; }

    /// <summary>Instances to draw.</summary>
    public required int Size { get; init; }

    /// <summary>Seed of the draw; subsets of one seed are nested.</summary>
    public int Seed { get; init; }

    /// <summary>Rows of a part at most.</summary>
    public int PartRows { get; init; } = 256;
}
