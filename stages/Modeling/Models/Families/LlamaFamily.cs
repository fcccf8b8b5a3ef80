using Pipeline.Modeling.Models.Configuration;

namespace Pipeline.Modeling.Models.Families;

/// <summary>Llama 1, 2 and 3, and what is built like them.</summary>
internal sealed class LlamaFamily() : ModelFamily(Type, "LlamaForCausalLM")
{
    /// <summary>The family's name.</summary>
    public const string Type = "llama";

    private static readonly ConfigurationDefaults _defaults = new()
    {
        VocabularySize = 32_000,
        HiddenSize = 4096,
        IntermediateSize = 11_008,
        Layers = 32,
        Heads = 32,
        MaximumPositions = 2048,
    };

    /// <inheritdoc />
    public override ModelConfiguration Read(ConfigurationFile file)
    {
        var sizes = RotarySettings.Read(file, DecoderSettings.Read(file, _defaults));
        var bias = file.Flag("attention_bias");
        return sizes with
        {
            Layout = sizes.Layout with { QueryKeyValueBias = bias, AttentionOutputBias = bias, FeedForwardBias = file.Flag("mlp_bias") },
        };
    }
}
