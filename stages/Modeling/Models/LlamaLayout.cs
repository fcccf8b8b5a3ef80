namespace Pipeline.Modeling.Models;

/// <summary>Which tensors a folder of the Llama family holds: every name with the shape that the configuration asks for.</summary>
internal static class LlamaLayout
{
    public const string Embedding = "model.embed_tokens.weight";
    public const string FinalNorm = "model.norm.weight";
    public const string Head = "lm_head.weight";

    private const string RotaryBuffer = ".self_attn.rotary_emb.inv_freq";

    /// <summary>The path of a layer's module.</summary>
    public static string Layer(int index) => $"model.layers.{index}";

    /// <summary>Whether a published folder may hold a tensor that is no weight: a buffer, or the head beside a tied embedding.</summary>
    public static bool IsIgnorable(string name, ModelConfiguration configuration) =>
        name.EndsWith(RotaryBuffer, StringComparison.Ordinal) || (configuration.TiedEmbeddings && name == Head);

    /// <summary>All weights and their shapes.</summary>
    public static IEnumerable<(string Name, long[] Shape)> Weights(ModelConfiguration configuration)
    {
        var (hidden, inner) = (configuration.HiddenSize, configuration.IntermediateSize);
        var queries = configuration.Heads * configuration.HeadDimension;
        var keys = configuration.KeyValueHeads * configuration.HeadDimension;
        yield return (Embedding, [configuration.VocabularySize, hidden]);
        for (var i = 0; i < configuration.Layers; i++)
        {
            var layer = Layer(i);
            yield return ($"{layer}.input_layernorm.weight", [hidden]);
            foreach (var weight in Linear($"{layer}.self_attn.q_proj", queries, hidden, configuration.AttentionBias)
                .Concat(Linear($"{layer}.self_attn.k_proj", keys, hidden, configuration.AttentionBias))
                .Concat(Linear($"{layer}.self_attn.v_proj", keys, hidden, configuration.AttentionBias))
                .Concat(Linear($"{layer}.self_attn.o_proj", hidden, queries, configuration.AttentionBias)))
            {
                yield return weight;
            }

            yield return ($"{layer}.post_attention_layernorm.weight", [hidden]);
            foreach (var weight in Linear($"{layer}.mlp.gate_proj", inner, hidden, configuration.FeedForwardBias)
                .Concat(Linear($"{layer}.mlp.up_proj", inner, hidden, configuration.FeedForwardBias))
                .Concat(Linear($"{layer}.mlp.down_proj", hidden, inner, configuration.FeedForwardBias)))
            {
                yield return weight;
            }
        }

        yield return (FinalNorm, [hidden]);
        if (!configuration.TiedEmbeddings)
        {
            yield return (Head, [configuration.VocabularySize, hidden]);
        }
    }

    private static IEnumerable<(string, long[])> Linear(string name, long output, long input, bool bias)
    {
        yield return ($"{name}.weight", [output, input]);
        if (bias)
        {
            yield return ($"{name}.bias", [output]);
        }
    }
}
