using Pipeline.Modeling.Models.Configuration;

namespace Pipeline.Modeling.Models.Families;

/// <summary>Qwen 1.5, 2 and 2.5: Llama with biases on queries, keys and values, and a window in the upper layers if asked for.</summary>
internal sealed class Qwen2Family() : ModelFamily("qwen2", "Qwen2ForCausalLM")
{
    private static readonly ConfigurationDefaults _defaults = new()
    {
        VocabularySize = 151_936,
        HiddenSize = 4096,
        IntermediateSize = 22_016,
        Layers = 32,
        Heads = 32,
        KeyValueHeads = 32,
        MaximumPositions = 32_768,
    };

    /// <inheritdoc />
    public override ModelConfiguration Read(ConfigurationFile file)
    {
        var sizes = RotarySettings.Read(file, DecoderSettings.Read(file, _defaults));
        return Windows(file, sizes) with { Layout = sizes.Layout with { QueryKeyValueBias = true } };
    }

    /// <summary>The windows as Qwen's configurations give them.</summary>
    public static ModelConfiguration Windows(ConfigurationFile file, ModelConfiguration sizes)
    {
        var first = file.Integer("max_window_layers", 28, least: 0);
        var window = file.Flag("use_sliding_window") ? file.OptionalInteger("sliding_window", 4096) : null;
        return LayerWindows.Read(file, sizes, window, layer => layer >= first);
    }
}
