namespace Pipeline.Stages.Attribution.Retrieve.Bm25;

/// <summary>Settings of retrieval by words.</summary>
public sealed record Bm25Options
{
    /// <summary>Training instances kept for each answer.</summary>
    public int TopK { get; init; } = 50;

    /// <summary>What of the answers is searched with.</summary>
    public TextSource Query { get; init; } = TextSource.Answers;

    /// <summary>How soon a repeated word stops to count.</summary>
    public double K1 { get; init; } = 1.2;

    /// <summary>How far long instances are held down, 0–1.</summary>
    public double B { get; init; } = 0.75;
}
