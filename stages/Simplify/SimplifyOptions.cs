namespace Pipeline.Stages.Simplify;

/// <summary>Settings of the rule-based simplification.</summary>
public sealed record SimplifyOptions
{
    /// <summary>Sentences of the core answer that are kept.</summary>
    public int MaxSentences { get; init; } = 1;

    /// <summary>Responses of at most this many words are short already and stay as they are.</summary>
    public int ShortWords { get; init; } = 20;
}
