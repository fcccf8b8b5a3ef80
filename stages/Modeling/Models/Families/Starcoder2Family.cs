using Pipeline.Modeling.Models.Configuration;
using Pipeline.Modeling.Models.Decoder;

namespace Pipeline.Modeling.Models.Families;

/// <summary>StarCoder 2: rotary like Llama, but with layer norms, biases, a feed-forward without a gate, and a sliding window.</summary>
internal sealed class Starcoder2Family() : ModelFamily("starcoder2", "Starcoder2ForCausalLM")
{
    private static readonly ConfigurationDefaults _defaults = new()
    {
        VocabularySize = 49_152,
        HiddenSize = 3072,
        IntermediateSize = 12_288,
        Layers = 30,
        Heads = 24,
        KeyValueHeads = 2,
        MaximumPositions = 4096,
        NormEpsilon = 1e-5,
        NormEpsilonKey = "norm_epsilon",
        Activation = "gelu_pytorch_tanh",
        TiedEmbeddings = true,
    };

    /// <inheritdoc />
    public override ModelConfiguration Read(ConfigurationFile file)
    {
        var sizes = RotarySettings.Read(file, DecoderSettings.Read(file, _defaults));
        var bias = file.Flag("use_bias", true);
        return LayerWindows.Everywhere(sizes, file.OptionalInteger("sliding_window")) with
        {
            Layout = sizes.Layout with
            {
                Norm = NormKind.Layer,
                QueryKeyValueBias = bias,
                AttentionOutputBias = bias,
                Gate = null,
                Up = "mlp.c_fc",
                Down = "mlp.c_proj",
                FeedForwardBias = bias,
            },
        };
    }
}
