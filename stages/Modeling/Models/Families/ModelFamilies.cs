using Pipeline.Modeling.Models.Configuration;

namespace Pipeline.Modeling.Models.Families;

/// <summary>The families there are.</summary>
internal static class ModelFamilies
{
    /// <summary>All of them, by name.</summary>
    public static IReadOnlyList<ModelFamily> All { get; } =
    [
        new GemmaFamily(),
        new Gemma2Family(),
        new Gpt2Family(),
        new GptNeoXFamily(),
        new LlamaFamily(),
        new MistralFamily(),
        new Olmo2Family(),
        new PhiFamily(),
        new Phi3Family(),
        new Qwen2Family(),
        new Qwen3Family(),
        new SmolLm3Family(),
        new Starcoder2Family(),
    ];

    /// <summary>The family of a configuration: by <c>architectures</c>, or where that is absent by <c>model_type</c>.</summary>
    /// <exception cref="InvalidDataException">It is none of ours; the message lists what exists. Or its weights are quantised.</exception>
    public static ModelFamily Recognise(ConfigurationFile file)
    {
        file.Refuse(file.HasValue("quantization_config"), "quantization_config", "weights that are not quantised");
        if (file.Texts("architectures") is [_, ..] architectures)
        {
            return All.FirstOrDefault(family => architectures.Contains(family.Architecture))
                ?? throw file.Bad(
                    "architectures",
                    string.Join(", ", architectures),
                    $"one of {string.Join(", ", All.Select(family => family.Architecture))}; a family can be added as "
                        + "docs/adding-a-model-family.md says"
                );
        }

        var type = file.Text("model_type");
        return All.FirstOrDefault(family => family.ModelType == type)
            ?? throw file.Bad("model_type", type ?? "nothing", $"one of {string.Join(", ", All.Select(family => family.ModelType))}");
    }
}
