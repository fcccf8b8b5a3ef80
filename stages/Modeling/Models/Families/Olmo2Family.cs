using Pipeline.Modeling.Models.Configuration;

namespace Pipeline.Modeling.Models.Families;

/// <summary>OLMo 2: norms after attention and feed-forward and not before, and one norm over the queries of all heads, one over the
/// keys.</summary>
internal sealed class Olmo2Family() : ModelFamily("olmo2", "Olmo2ForCausalLM")
{
    private static readonly ConfigurationDefaults _defaults = new()
    {
        VocabularySize = 50_304,
        HiddenSize = 4096,
        IntermediateSize = 11_008,
        Layers = 32,
        Heads = 32,
        MaximumPositions = 2048,
        NormEpsilon = 1e-5,
        PaddingToken = 1,
    };

    /// <inheritdoc />
    public override ModelConfiguration Read(ConfigurationFile file)
    {
        var sizes = RotarySettings.Read(file, DecoderSettings.Read(file, _defaults));
        var bias = file.Flag("attention_bias");
        return sizes with
        {
            Layout = sizes.Layout with
            {
                AttentionNorm = null,
                AttentionOutputNorm = "post_attention_layernorm",
                FeedForwardNorm = null,
                FeedForwardOutputNorm = "post_feedforward_layernorm",
                QueryKeyValueBias = bias,
                AttentionOutputBias = bias,
                QueryNorm = "self_attn.q_norm",
                KeyNorm = "self_attn.k_norm",
                QueryKeyNormOverAllHeads = true,
            },
        };
    }
}
