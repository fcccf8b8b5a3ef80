namespace Pipeline.Modeling.Models.Decoder;

/// <summary>
/// How a family builds its decoder and what it calls the parts: everything that is the same for all its models, whatever their size. The
/// defaults are Llama's, so that a family says only what differs. Names inside a layer are relative to the layer's path.
/// </summary>
internal sealed record DecoderLayout
{
    /// <summary>What stands before the names of everything but the output layer. Folders saved without it are read too.</summary>
    public string Base { get; init; } = "model.";

    /// <summary>The token embedding.</summary>
    public string Embedding { get; init; } = "embed_tokens";

    /// <summary>Learned positions, added to the embedding; null where positions are rotary.</summary>
    public string? Positions { get; init; }

    /// <summary>The list of layers.</summary>
    public string Layers { get; init; } = "layers";

    /// <summary>The norm after the last layer.</summary>
    public string FinalNorm { get; init; } = "norm";

    /// <summary>The output layer, a full name.</summary>
    public string Head { get; init; } = "lm_head";

    /// <summary>The kind of all norms.</summary>
    public NormKind Norm { get; init; } = NormKind.RootMeanSquare;

    /// <summary>The norm of attention's input; null for none.</summary>
    public string? AttentionNorm { get; init; } = "input_layernorm";

    /// <summary>The norm of attention's output, before it joins the residual; null for none.</summary>
    public string? AttentionOutputNorm { get; init; }

    /// <summary>The norm of the feed-forward's input; null for none. With a parallel residual, null means that attention's norm serves
    /// both.</summary>
    public string? FeedForwardNorm { get; init; } = "post_attention_layernorm";

    /// <summary>The norm of the feed-forward's output, before it joins the residual; null for none.</summary>
    public string? FeedForwardOutputNorm { get; init; }

    /// <summary>Whether attention and feed-forward read the same residual, and not the one after the other.</summary>
    public bool ParallelResidual { get; init; }

    /// <summary>How queries, keys and values are stored.</summary>
    public QueryKeyValueLayout QueryKeyValueLayout { get; init; } = QueryKeyValueLayout.Separate;

    /// <summary>The one projection to queries, keys and values, where they are stored as one.</summary>
    public string QueryKeyValue { get; init; } = "self_attn.qkv_proj";

    /// <summary>The projection to queries.</summary>
    public string Query { get; init; } = "self_attn.q_proj";

    /// <summary>The projection to keys.</summary>
    public string Key { get; init; } = "self_attn.k_proj";

    /// <summary>The projection to values.</summary>
    public string Value { get; init; } = "self_attn.v_proj";

    /// <summary>Whether these projections have biases.</summary>
    public bool QueryKeyValueBias { get; init; }

    /// <summary>The norm of queries; null for none.</summary>
    public string? QueryNorm { get; init; }

    /// <summary>The norm of keys; null for none.</summary>
    public string? KeyNorm { get; init; }

    /// <summary>Whether the norms of queries and keys run over all heads together, and not over each head.</summary>
    public bool QueryKeyNormOverAllHeads { get; init; }

    /// <summary>The projection from attention back to the residual.</summary>
    public string AttentionOutput { get; init; } = "self_attn.o_proj";

    /// <summary>Whether it has a bias.</summary>
    public bool AttentionOutputBias { get; init; }

    /// <summary>The gate of a gated feed-forward; null where it has none, or where it is stored as one with <see cref="Up"/>.</summary>
    public string? Gate { get; init; } = "mlp.gate_proj";

    /// <summary>The projection up.</summary>
    public string Up { get; init; } = "mlp.up_proj";

    /// <summary>Whether the output of <see cref="Up"/> is the gate, then what is gated.</summary>
    public bool GateInsideUp { get; init; }

    /// <summary>The projection down.</summary>
    public string Down { get; init; } = "mlp.down_proj";

    /// <summary>Whether the feed-forward layers have biases.</summary>
    public bool FeedForwardBias { get; init; }

    /// <summary>The non-linearity of the feed-forward.</summary>
    public ActivationKind Activation { get; init; } = ActivationKind.Silu;

    /// <summary>Whether the output layer has a bias.</summary>
    public bool HeadBias { get; init; }

    /// <summary>Whether linear layers inside the decoder are stored [in, out], as GPT-2's Conv1D.</summary>
    public bool Transposed { get; init; }

    /// <summary>Buffers, by their name in a layer, that published folders hold beside the weights; they are left alone.</summary>
    public IReadOnlyList<string> Buffers { get; init; } = ["self_attn.rotary_emb.inv_freq"];
}
