using Pipeline.Modeling.Models.Configuration;
using Pipeline.Modeling.Models.Decoder;

namespace Pipeline.Modeling.Models.Families;

/// <summary>Phi-3: Llama with fused projections, a sliding window, and LongRoPE in the long variants.</summary>
internal sealed class Phi3Family() : ModelFamily("phi3", "Phi3ForCausalLM")
{
    private const int TrainedPositions = 4096;

    private static readonly ConfigurationDefaults _defaults = new()
    {
        VocabularySize = 32_064,
        HiddenSize = 3072,
        IntermediateSize = 8192,
        Layers = 32,
        Heads = 32,
        MaximumPositions = 4096,
        NormEpsilon = 1e-5,
        PaddingToken = 32_000,
    };

    /// <inheritdoc />
    public override ModelConfiguration Read(ConfigurationFile file)
    {
        var sizes = RotarySettings.Read(
            file,
            DecoderSettings.Read(file, _defaults),
            shareKey: "partial_rotary_factor",
            original: TrainedPositions
        );
        return LayerWindows.Everywhere(sizes, file.OptionalInteger("sliding_window")) with
        {
            Layout = sizes.Layout with
            {
                QueryKeyValueLayout = QueryKeyValueLayout.Concatenated,
                Gate = null,
                Up = "mlp.gate_up_proj",
                GateInsideUp = true,
            },
        };
    }
}
