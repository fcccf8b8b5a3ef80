using Pipeline.Modeling.Models.Decoder;

namespace Pipeline.Modeling.Models.Configuration;

/// <summary>Which layers see a sliding window only.</summary>
internal static class LayerWindows
{
    private const string Key = "layer_types";
    private const string Sliding = "sliding_attention";
    private const string Full = "full_attention";

    /// <summary>The same window in all layers; null for none.</summary>
    public static ModelConfiguration Everywhere(ModelConfiguration sizes, int? window) => With(sizes, _ => window);

    /// <summary>The layers that <c>layer_types</c> names, or without it those that the family's rule names.</summary>
    public static ModelConfiguration Read(ConfigurationFile file, ModelConfiguration sizes, int? window, Func<int, bool> slides)
    {
        if (file.Texts(Key) is not { } types)
        {
            return With(sizes, layer => slides(layer) ? window : null);
        }

        file.Refuse(types.Count != sizes.Layers, Key, $"a list of {sizes.Layers}, one for each layer");
        file.Refuse(types.Any(type => type is not (Sliding or Full)), Key, $"a list of {Sliding} and {Full}");
        file.Refuse(window is null && types.Contains(Sliding), Key, $"a list of {Full}, for there is no window");
        return With(sizes, layer => types[layer] == Sliding ? window : null);
    }

    private static ModelConfiguration With(ModelConfiguration sizes, Func<int, int?> window) =>
        sizes with
        {
            LayerAttentions = Enumerable
                .Range(0, sizes.Layers)
                .Select(layer => sizes.AttentionOf(layer) with { Window = window(layer) })
                .ToList<LayerAttention>(),
        };
}
