using Pipeline.Modeling.Models.Configuration;

namespace Pipeline.Modeling.Models.Families;

/// <summary>Mistral: Llama with a sliding window, a head width of its own and no biases.</summary>
internal sealed class MistralFamily() : ModelFamily("mistral", "MistralForCausalLM")
{
    private static readonly ConfigurationDefaults _defaults = new()
    {
        VocabularySize = 32_000,
        HiddenSize = 4096,
        IntermediateSize = 14_336,
        Layers = 32,
        Heads = 32,
        KeyValueHeads = 8,
        MaximumPositions = 131_072,
    };

    /// <inheritdoc />
    public override ModelConfiguration Read(ConfigurationFile file)
    {
        var sizes = RotarySettings.Read(file, DecoderSettings.Read(file, _defaults));
        return LayerWindows.Everywhere(sizes, file.OptionalInteger("sliding_window", 4096));
    }
}
