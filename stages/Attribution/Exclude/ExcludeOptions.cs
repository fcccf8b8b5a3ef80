namespace Pipeline.Stages.Attribution.Exclude;

/// <summary>Settings of a choice of rows to leave out.</summary>
public sealed record ExcludeOptions
{
    /// <summary>Which rows.</summary>
    public ExclusionArm Arm { get; init; } = ExclusionArm.Source;

    /// <summary>The least level of a span that blames its row: 1 stands in a row, 2 is called borrowed, 3 has a shifted content word
    /// besides.</summary>
    public int Level { get; init; } = 2;

    /// <summary>How many rows, the most blamed first.</summary>
    public int Top { get; init; } = 50;

    /// <summary>Seed of the random arm; it also fills up the similar one where retrieval found too few rows.</summary>
    public int Seed { get; init; }

    /// <summary>
    /// Whether every arm leaves out only as many rows as all three can: no more than half of the rows that nothing is attributed to.
    /// Otherwise the source arm leaves out what was asked for, and a placebo that cannot is refused.
    /// </summary>
    public bool EqualArms { get; init; }
}
