namespace Pipeline.Stages.Data.Mix;

/// <summary>Settings of a mixture of datasets.</summary>
public sealed record MixOptions
{
    /// <summary>The datasets with their weights; only the proportions count.</summary>
    public required IReadOnlyDictionary<string, double> Weights { get; init; }

    /// <summary>Instances in all; 0 for the most that the weights allow without repeating a row.</summary>
    public int Size { get; init; }

    /// <summary>Seed of the draw; smaller mixtures of one seed and the same weights are subsets of larger ones.</summary>
    public int Seed { get; init; }

    /// <summary>Rows of a part at most.</summary>
    public int PartRows { get; init; } = 256;
}
