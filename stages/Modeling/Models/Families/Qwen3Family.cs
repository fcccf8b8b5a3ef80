using Pipeline.Modeling.Models.Configuration;

namespace Pipeline.Modeling.Models.Families;

/// <summary>Qwen 3, dense: the queries and keys of each head are normalised, and the head's width is given.</summary>
internal sealed class Qwen3Family() : ModelFamily("qwen3", "Qwen3ForCausalLM")
{
    private static readonly ConfigurationDefaults _defaults = new()
    {
        VocabularySize = 151_936,
        HiddenSize = 4096,
        IntermediateSize = 22_016,
        Layers = 32,
        Heads = 32,
        KeyValueHeads = 32,
        HeadDimension = 128,
        MaximumPositions = 32_768,
    };

    /// <inheritdoc />
    public override ModelConfiguration Read(ConfigurationFile file)
    {
        var sizes = RotarySettings.Read(file, DecoderSettings.Read(file, _defaults));
        var bias = file.Flag("attention_bias");
        return Qwen2Family.Windows(file, sizes) with
        {
            Layout = sizes.Layout with
            {
                QueryKeyValueBias = bias,
                AttentionOutputBias = bias,
                QueryNorm = "self_attn.q_norm",
                KeyNorm = "self_attn.k_norm",
            },
        };
    }
}
