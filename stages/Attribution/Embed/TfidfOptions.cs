namespace Pipeline.Stages.Attribution.Embed;

/// <summary>Settings of the model-free embedding.</summary>
public sealed record TfidfOptions
{
    /// <summary>What the streamed rows are.</summary>
    public TextSource Rows { get; init; }

    /// <summary>Which side of them is embedded.</summary>
    public EmbeddedText Text { get; init; }

    /// <summary>In how many instances a word must stand to count.</summary>
    public int MinInstances { get; init; } = 2;
}
