namespace Pipeline.Modeling.Models.Encoders;

/// <summary>How a family of encoders names its parts; the defaults are BERT's.</summary>
internal sealed record EncoderLayout
{
    /// <summary>What stands before every name where the checkpoint has a head beside the encoder.</summary>
    public required string Base { get; init; }

    /// <summary>The embedding of tokens.</summary>
    public string Words { get; init; } = "embeddings.word_embeddings";

    /// <summary>The embedding of positions.</summary>
    public string Positions { get; init; } = "embeddings.position_embeddings";

    /// <summary>The embedding of token types, whose first row every token gets; null where the family has none.</summary>
    public string? TokenTypes { get; init; }

    /// <summary>The norm of the embeddings' sum.</summary>
    public string EmbeddingNorm { get; init; } = "embeddings.LayerNorm";

    /// <summary>The list of layers.</summary>
    public string Layers { get; init; } = "encoder.layer";

    /// <summary>What is added to attention scores by distance, for each head; null where the family has none.</summary>
    public string? RelativeBias { get; init; }

    /// <summary>The projection to queries.</summary>
    public string Query { get; init; } = "attention.self.query";

    /// <summary>The projection to keys.</summary>
    public string Key { get; init; } = "attention.self.key";

    /// <summary>The projection to values.</summary>
    public string Value { get; init; } = "attention.self.value";

    /// <summary>What mixes the heads' outputs.</summary>
    public string AttentionOutput { get; init; } = "attention.output.dense";

    /// <summary>The norm after attention.</summary>
    public string AttentionNorm { get; init; } = "attention.output.LayerNorm";

    /// <summary>The feed-forward's first layer.</summary>
    public string Up { get; init; } = "intermediate.dense";

    /// <summary>The feed-forward's second layer.</summary>
    public string Down { get; init; } = "output.dense";

    /// <summary>The norm after the feed-forward.</summary>
    public string OutputNorm { get; init; } = "output.LayerNorm";

    /// <summary>Begins of the names of what published folders hold beside the encoder: buffers, and heads of pre-training.</summary>
    public IReadOnlyList<string> Carried { get; init; } = ["embeddings.position_ids", "pooler.", "cls.", "lm_head."];
}
