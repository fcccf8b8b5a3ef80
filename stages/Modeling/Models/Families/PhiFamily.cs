using Pipeline.Modeling.Models.Configuration;
using Pipeline.Modeling.Models.Decoder;

namespace Pipeline.Modeling.Models.Families;

/// <summary>Phi-1, 1.5 and 2: one norm for attention and feed-forward, which run side by side; biases everywhere; a part of each head is
/// rotated.</summary>
internal sealed class PhiFamily() : ModelFamily("phi", "PhiForCausalLM")
{
    private static readonly ConfigurationDefaults _defaults = new()
    {
        VocabularySize = 51_200,
        HiddenSize = 2048,
        IntermediateSize = 8192,
        Layers = 24,
        Heads = 32,
        MaximumPositions = 2048,
        NormEpsilon = 1e-5,
        NormEpsilonKey = "layer_norm_eps",
        Activation = "gelu_new",
    };

    /// <inheritdoc />
    public override ModelConfiguration Read(ConfigurationFile file)
    {
        var sizes = RotarySettings.Read(
            file,
            DecoderSettings.Read(file, _defaults) with
            {
                RotaryShare = 0.5,
            },
            shareKey: "partial_rotary_factor"
        );
        var normed = file.Flag("qk_layernorm");
        return sizes with
        {
            Layout = sizes.Layout with
            {
                FinalNorm = "final_layernorm",
                Norm = NormKind.Layer,
                FeedForwardNorm = null,
                ParallelResidual = true,
                QueryKeyValueBias = true,
                QueryNorm = normed ? "self_attn.q_layernorm" : null,
                KeyNorm = normed ? "self_attn.k_layernorm" : null,
                AttentionOutput = "self_attn.dense",
                AttentionOutputBias = true,
                Gate = null,
                Up = "mlp.fc1",
                Down = "mlp.fc2",
                FeedForwardBias = true,
                HeadBias = true,
            },
        };
    }
}
