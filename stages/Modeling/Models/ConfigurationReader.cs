using System.Text.Json;

namespace Pipeline.Modeling.Models;

/// <summary>Reads <c>config.json</c> of the Llama family, in the older and the newer spelling of its rotary keys.</summary>
internal sealed class ConfigurationReader(string path, JsonElement root)
{
    private const string Architecture = "LlamaForCausalLM";
    private const int MaximumSize = 1 << 20;

    public ModelConfiguration Read()
    {
        CheckSupported();
        var hidden = Integer("hidden_size");
        var heads = Integer("num_attention_heads");
        var keyValueHeads = Integer("num_key_value_heads", heads);
        if (heads % keyValueHeads != 0)
        {
            throw Bad("num_key_value_heads", keyValueHeads.ToString(), $"a divisor of num_attention_heads ({heads})");
        }

        var rotary = Object("rope_parameters") ?? Object("rope_scaling");
        return new ModelConfiguration
        {
            VocabularySize = Integer("vocab_size"),
            HiddenSize = hidden,
            IntermediateSize = Integer("intermediate_size"),
            Layers = Integer("num_hidden_layers"),
            Heads = heads,
            KeyValueHeads = keyValueHeads,
            HeadDimension = Integer("head_dim", hidden / heads),
            NormEpsilon = Number(root, "rms_norm_eps", 1e-6),
            RotaryBase = rotary is { } parameters && parameters.TryGetProperty("rope_theta", out _) ? Number(parameters, "rope_theta", 0) : Number(root, "rope_theta", 10_000),
            RotaryScaling = Scaling(rotary),
            TiedEmbeddings = Flag("tie_word_embeddings"),
            AttentionBias = Flag("attention_bias"),
            FeedForwardBias = Flag("mlp_bias"),
            MaximumPositions = Integer("max_position_embeddings", 2048),
        };
    }

    private void CheckSupported()
    {
        var named = root.ValueKind == JsonValueKind.Object && root.TryGetProperty("architectures", out var list) && list.ValueKind == JsonValueKind.Array
            ? list.EnumerateArray().Select(item => item.ToString()).ToList()
            : [];
        if (!named.Contains(Architecture))
        {
            throw Bad("architectures", named.Count == 0 ? "nothing" : string.Join(", ", named), Architecture);
        }

        if (root.TryGetProperty("hidden_act", out var activation) && activation.GetString() is not "silu")
        {
            throw Bad("hidden_act", activation.ToString(), "silu");
        }
    }

    private RotaryScaling? Scaling(JsonElement? rotary)
    {
        if (rotary is not { } parameters)
        {
            return null;
        }

        var kind = parameters.TryGetProperty("rope_type", out var type) || parameters.TryGetProperty("type", out type) ? type.GetString() : "default";
        return kind switch
        {
            "default" => null,
            "llama3" => new RotaryScaling(
                Number(parameters, "factor", 8),
                Number(parameters, "low_freq_factor", 1),
                Number(parameters, "high_freq_factor", 4),
                (int)Number(parameters, "original_max_position_embeddings", 8192)),
            _ => throw Bad("rope_scaling", kind ?? "nothing", "default or llama3"),
        };
    }

    private int Integer(string key, int? otherwise = null)
    {
        if (!root.TryGetProperty(key, out var value) || value.ValueKind == JsonValueKind.Null)
        {
            return otherwise ?? throw Bad(key, "nothing", "a whole number");
        }

        return value.ValueKind == JsonValueKind.Number && value.TryGetInt32(out var number) && number is > 0 and <= MaximumSize * 16
            ? number
            : throw Bad(key, value.ToString(), "a positive whole number");
    }

    private double Number(JsonElement parent, string key, double otherwise) =>
        !parent.TryGetProperty(key, out var value) || value.ValueKind == JsonValueKind.Null ? otherwise
        : value.ValueKind == JsonValueKind.Number && value.TryGetDouble(out var number) && number > 0 ? number
        : throw Bad(key, value.ToString(), "a positive number");

    private bool Flag(string key) => root.TryGetProperty(key, out var value) && value.ValueKind switch
    {
        JsonValueKind.True => true,
        JsonValueKind.False or JsonValueKind.Null => false,
        _ => throw Bad(key, value.ToString(), "true or false"),
    };

    private JsonElement? Object(string key) =>
        root.TryGetProperty(key, out var value) && value.ValueKind == JsonValueKind.Object ? value : null;

    private InvalidDataException Bad(string key, string found, string expected) => new($"{path}: {key} is {found}, expected {expected}.");
}
