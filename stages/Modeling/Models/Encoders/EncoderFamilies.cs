using Pipeline.Modeling.Models.Configuration;

namespace Pipeline.Modeling.Models.Encoders;

/// <summary>The families of encoders there are.</summary>
internal static class EncoderFamilies
{
    /// <summary>All of them, by name.</summary>
    public static IReadOnlyList<EncoderFamily> All { get; } = [new BertFamily(), new MpnetFamily()];

    /// <summary>The family of a configuration: by <c>architectures</c>, or where that is absent by <c>model_type</c>.</summary>
    /// <exception cref="InvalidDataException">It is none of ours; the message lists what exists. Or its weights are quantised.</exception>
    public static EncoderFamily Recognise(ConfigurationFile file)
    {
        file.Refuse(file.HasValue("quantization_config"), "quantization_config", "weights that are not quantised");
        if (file.Texts("architectures") is [_, ..] architectures)
        {
            return All.FirstOrDefault(family => family.Architectures.Any(architectures.Contains))
                ?? throw file.Bad(
                    "architectures",
                    string.Join(", ", architectures),
                    $"an encoder's: one of {string.Join(", ", All.SelectMany(family => family.Architectures))}"
                );
        }

        var type = file.Text("model_type");
        return All.FirstOrDefault(family => family.ModelType == type)
            ?? throw file.Bad(
                "model_type",
                type ?? "nothing",
                $"an encoder's: {string.Join(" or ", All.Select(family => family.ModelType))}"
            );
    }
}
