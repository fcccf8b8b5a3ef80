using Pipeline.Modeling.Models.Configuration;
using Pipeline.Modeling.Models.Decoder;

namespace Pipeline.Modeling.Models.Families;

/// <summary>GPT-NeoX and Pythia: queries, keys and values interleaved head by head in one layer; a quarter of each head is
/// rotated.</summary>
internal sealed class GptNeoXFamily() : ModelFamily("gpt_neox", "GPTNeoXForCausalLM")
{
    private static readonly ConfigurationDefaults _defaults = new()
    {
        VocabularySize = 50_432,
        HiddenSize = 6144,
        IntermediateSize = 24_576,
        Layers = 44,
        Heads = 64,
        MaximumPositions = 2048,
        NormEpsilon = 1e-5,
        NormEpsilonKey = "layer_norm_eps",
        Activation = "gelu",
        KeepsPaddingRow = false,
    };

    /// <inheritdoc />
    public override ModelConfiguration Read(ConfigurationFile file)
    {
        var sizes = RotarySettings.Read(
            file,
            DecoderSettings.Read(file, _defaults) with
            {
                RotaryShare = 0.25,
            },
            baseKey: "rotary_emb_base",
            shareKey: "rotary_pct"
        );
        var bias = file.Flag("attention_bias", true);
        return sizes with
        {
            // The family has as many key heads as heads, whatever else its file may say.
            KeyValueHeads = sizes.Heads,
            Layout = sizes.Layout with
            {
                Base = "gpt_neox.",
                Embedding = "embed_in",
                FinalNorm = "final_layer_norm",
                Head = "embed_out",
                Norm = NormKind.Layer,
                ParallelResidual = file.Flag("use_parallel_residual", true),
                QueryKeyValueLayout = QueryKeyValueLayout.InterleavedByHead,
                QueryKeyValue = "attention.query_key_value",
                QueryKeyValueBias = bias,
                AttentionOutput = "attention.dense",
                AttentionOutputBias = bias,
                Gate = null,
                Up = "mlp.dense_h_to_4h",
                Down = "mlp.dense_4h_to_h",
                FeedForwardBias = true,
                Buffers = ["attention.bias", "attention.masked_bias", "attention.rotary_emb.inv_freq"],
            },
        };
    }
}
