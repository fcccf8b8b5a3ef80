using Pipeline.Modeling.Models.Decoder;

namespace Pipeline.Modeling.Models.Configuration;

/// <summary>Reads what most families' configurations say in the same words.</summary>
internal static class DecoderSettings
{
    private const int MaximumLayers = 1024;
    private const int MaximumWidth = 1 << 20;
    private const string PaddingKey = "pad_token_id";

    private static readonly Dictionary<string, ActivationKind> _activations = new(StringComparer.Ordinal)
    {
        ["silu"] = ActivationKind.Silu,
        ["swish"] = ActivationKind.Silu,
        ["gelu"] = ActivationKind.Gelu,
        ["gelu_new"] = ActivationKind.GeluTanh,
        ["gelu_fast"] = ActivationKind.GeluTanh,
        ["gelu_pytorch_tanh"] = ActivationKind.GeluTanh,
        ["relu"] = ActivationKind.Relu,
    };

    /// <summary>Sizes, norms, tying, activation and rotary settings.</summary>
    public static ModelConfiguration Read(ConfigurationFile file, ConfigurationDefaults defaults)
    {
        var hidden = file.Integer("hidden_size", defaults.HiddenSize);
        var heads = file.Integer("num_attention_heads", defaults.Heads);
        var width = file.Has("head_dim") ? file.OptionalInteger("head_dim") : defaults.HeadDimension;
        return Checked(
            file,
            new ModelConfiguration
            {
                VocabularySize = file.Integer("vocab_size", defaults.VocabularySize),
                HiddenSize = hidden,
                IntermediateSize = file.Integer("intermediate_size", defaults.IntermediateSize),
                Layers = file.Integer("num_hidden_layers", defaults.Layers),
                Heads = heads,
                KeyValueHeads =
                    (file.Has("num_key_value_heads") ? file.OptionalInteger("num_key_value_heads") : defaults.KeyValueHeads) ?? heads,
                HeadDimension = width ?? PerHead(file, hidden, heads),
                MaximumPositions = file.Integer("max_position_embeddings", defaults.MaximumPositions),
                NormEpsilon = file.Number(defaults.NormEpsilonKey, defaults.NormEpsilon),
                RotaryBase = defaults.RotaryBase,
                TiedEmbeddings = file.Flag("tie_word_embeddings", defaults.TiedEmbeddings),
                PaddingToken = defaults.KeepsPaddingRow ? PaddingToken(file, defaults) : null,
                Layout = new DecoderLayout { Activation = Activation(file, defaults.ActivationKey, defaults.Activation) },
            }
        );
    }

    /// <summary>
    /// The token that pads. As in torch, one below 0 counts from the end of the vocabulary: the first Llama says −1. A family's own is none
    /// in a vocabulary that ends before it.
    /// </summary>
    private static int? PaddingToken(ConfigurationFile file, ConfigurationDefaults defaults)
    {
        var size = file.Integer("vocab_size", defaults.VocabularySize);
        if (!file.HasValue(PaddingKey))
        {
            return file.Has(PaddingKey) || defaults.PaddingToken >= size ? null : defaults.PaddingToken;
        }

        var token = file.Integer(PaddingKey, least: -size);
        file.Refuse(token >= size, PaddingKey, $"an id below the size of the vocabulary, {size}");
        return token < 0 ? size + token : token;
    }

    /// <summary>The non-linearity under a key.</summary>
    public static ActivationKind Activation(ConfigurationFile file, string key, string otherwise)
    {
        var name = file.Text(key) ?? otherwise;
        return _activations.TryGetValue(name, out var kind)
            ? kind
            : throw file.Bad(key, name, $"one of {string.Join(", ", _activations.Keys)}");
    }

    /// <summary>The width of a head that the configuration does not give.</summary>
    public static int PerHead(ConfigurationFile file, int hidden, int heads) =>
        hidden % heads == 0 ? hidden / heads : throw file.Bad("hidden size", $"{hidden}", $"a multiple of the number of heads, {heads}");

    /// <summary>Refuses sizes that do not fit each other, or that no decoder has.</summary>
    public static ModelConfiguration Checked(ConfigurationFile file, ModelConfiguration sizes)
    {
        RequireSizes(file, sizes.Layers, sizes.HiddenSize, sizes.IntermediateSize);
        Limit(file, "width of all heads", (long)sizes.Heads * sizes.HeadDimension, MaximumWidth);
        if (sizes.Heads % sizes.KeyValueHeads != 0)
        {
            throw file.Bad("num_key_value_heads", $"{sizes.KeyValueHeads}", $"a divisor of the number of heads, {sizes.Heads}");
        }

        return sizes;
    }

    /// <summary>Refuses sizes that no model has.</summary>
    public static void RequireSizes(ConfigurationFile file, int layers, int hidden, int intermediate)
    {
        Limit(file, "number of layers", layers, MaximumLayers);
        Limit(file, "hidden size", hidden, MaximumWidth);
        Limit(file, "intermediate size", intermediate, MaximumWidth);
    }

    private static void Limit(ConfigurationFile file, string what, long found, long limit)
    {
        if (found > limit)
        {
            throw file.Bad(what, $"{found}", $"at most {limit}");
        }
    }
}
