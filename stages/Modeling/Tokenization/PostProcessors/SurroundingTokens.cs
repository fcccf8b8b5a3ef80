namespace Pipeline.Modeling.Tokenization.PostProcessors;

/// <summary>The special tokens that a post-processor puts around one text.</summary>
internal sealed record SurroundingTokens(IReadOnlyList<int> Before, IReadOnlyList<int> After)
{
    public static readonly SurroundingTokens None = new([], []);

    /// <summary>These, with others around them.</summary>
    public SurroundingTokens Inside(SurroundingTokens outer) => new([.. outer.Before, .. Before], [.. After, .. outer.After]);
}
