using System.ComponentModel.DataAnnotations;

namespace Pipeline.Stages.Data.Simplify;

/// <summary>Settings of the rule-based simplification.</summary>
public sealed record SimplifyOptions
{
    /// <summary>Sentences of the core answer that are kept.</summary>
    [Range(1, 1000)]
    public int MaxSentences { get; init; } = 1;

    /// <summary>Responses of at most this many words are short already and stay as they are.</summary>
    [Range(0, 100_000)]
    public int ShortWords { get; init; } = 20;
}
