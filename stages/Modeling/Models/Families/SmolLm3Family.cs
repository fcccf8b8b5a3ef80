using Pipeline.Modeling.Models.Configuration;

namespace Pipeline.Modeling.Models.Families;

/// <summary>SmolLM 3: Llama without any positions in every fourth layer.</summary>
internal sealed class SmolLm3Family() : ModelFamily("smollm3", "SmolLM3ForCausalLM")
{
    private const string Key = "no_rope_layers";

    private static readonly ConfigurationDefaults _defaults = new()
    {
        VocabularySize = 128_256,
        HiddenSize = 2048,
        IntermediateSize = 11_008,
        Layers = 36,
        Heads = 16,
        KeyValueHeads = 4,
        MaximumPositions = 32_768,
        RotaryBase = 2_000_000,
        TiedEmbeddings = true,
        PaddingToken = 128_004,
    };

    /// <inheritdoc />
    public override ModelConfiguration Read(ConfigurationFile file)
    {
        var read = RotarySettings.Read(file, DecoderSettings.Read(file, _defaults));
        var interval = file.Integer("no_rope_layer_interval", 4);
        var rotates = file.Flags(Key) ?? Enumerable.Range(1, read.Layers).Select(layer => layer % interval != 0).ToList();
        file.Refuse(rotates.Count < read.Layers, Key, $"a list of {read.Layers}, one for each layer");
        var window = file.Flag("use_sliding_window") ? file.OptionalInteger("sliding_window") : null;
        var sizes = LayerWindows.Read(file, read, window, layer => !rotates[layer]);
        var bias = file.Flag("attention_bias");
        return sizes with
        {
            LayerAttentions = sizes.LayerAttentions!.Select((attention, layer) => attention with { Rotary = rotates[layer] }).ToList(),
            Layout = sizes.Layout with { QueryKeyValueBias = bias, AttentionOutputBias = bias, FeedForwardBias = file.Flag("mlp_bias") },
        };
    }
}
