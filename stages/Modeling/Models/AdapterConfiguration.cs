using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Pipeline.Modeling.Models.Configuration;
using Pipeline.Modeling.Weights;

namespace Pipeline.Modeling.Models;

/// <summary><c>adapter_config.json</c> as PEFT reads and writes it.</summary>
internal static class AdapterConfiguration
{
    private const string Targets = "target_modules";

    /// <summary>Settings that change what an adapter computes or where it sits, and that are not supported: nothing, false or empty they
    /// may be.</summary>
    private static readonly string[] _unsupported =
    [
        "use_dora",
        "use_bdlora",
        "use_qalora",
        "lora_bias",
        "modules_to_save",
        "layers_to_transform",
        "layer_replication",
        "exclude_modules",
        "target_parameters",
        "trainable_token_indices",
        "alora_invocation_tokens",
        "arrow_config",
    ];

    private static readonly JsonSerializerOptions _indented = new() { WriteIndented = true };

    /// <summary>Reads rank, scale and targets. A pattern of targets is resolved to the layers that it names.</summary>
    /// <exception cref="InvalidDataException">It is no LoRA configuration, or asks for what is not supported.</exception>
    public static LoraShape Read(string path, IReadOnlyList<LinearLayerShape> layers)
    {
        using var file = File.Exists(path)
            ? ConfigurationFile.Parse(path, ModelFile.ReadAllBytes(path))
            : throw new InvalidDataException($"{path} is missing.");
        var kind = file.Text("peft_type");
        file.Refuse(kind != "LORA", "peft_type", "LORA");
        file.Refuse(file.HasValue("bias") && file.Text("bias") != "none", "bias", "none");
        foreach (var key in _unsupported)
        {
            file.Refuse(!file.IsEmpty(key), key, "nothing, for it is not supported");
        }

        return new LoraShape(RankOf(file, "r"), file.Number("lora_alpha", 8), TargetsOf(file, layers))
        {
            Dropout = file.Number("lora_dropout", 0, above: -1),
            RankStabilized = file.Flag("use_rslora"),
            RankPattern = PatternOf(file, "rank_pattern", RankOf),
            AlphaPattern = PatternOf(file, "alpha_pattern", (patterns, key) => patterns.Number(key)),
        };
    }

    /// <summary>Writes it, with the keys that PEFT has had since 0.6, so that old and new versions read it.</summary>
    /// <param name="path">The file.</param>
    /// <param name="shape">Rank, scale and targets.</param>
    /// <param name="transposed">Whether the adapted layers are stored [in, out].</param>
    public static void Write(string path, LoraShape shape, bool transposed)
    {
        var configuration = new JsonObject
        {
            ["alpha_pattern"] = Patterns(shape.AlphaPattern),
            ["auto_mapping"] = null,
            ["base_model_name_or_path"] = null,
            ["bias"] = "none",
            ["fan_in_fan_out"] = transposed,
            ["inference_mode"] = true,
            ["init_lora_weights"] = true,
            ["layers_pattern"] = null,
            ["layers_to_transform"] = null,
            ["lora_alpha"] = shape.Alpha,
            ["lora_dropout"] = shape.Dropout,
            ["modules_to_save"] = null,
            ["peft_type"] = "LORA",
            ["r"] = shape.Rank,
            ["rank_pattern"] = Patterns(shape.RankPattern),
            ["revision"] = null,
            [Targets] = new JsonArray([.. shape.Targets.Order(StringComparer.Ordinal).Select(target => (JsonNode)target)]),
            ["task_type"] = "CAUSAL_LM",
            ["use_rslora"] = shape.RankStabilized,
        };
        File.WriteAllText(path, configuration.ToJsonString(_indented) + "\n");
    }

    private static int RankOf(ConfigurationFile file, string key)
    {
        var rank = file.Integer(key);
        return rank <= LoraShape.MaximumRank
            ? rank
            : throw file.Bad(key, rank.ToString(CultureInfo.InvariantCulture), $"at most {LoraShape.MaximumRank}");
    }

    private static JsonObject Patterns<TValue>(IReadOnlyDictionary<string, TValue> patterns)
        where TValue : struct =>
        new(
            patterns
                .OrderBy(entry => entry.Key, StringComparer.Ordinal)
                .Select(entry => KeyValuePair.Create(entry.Key, (JsonNode?)JsonValue.Create(entry.Value)))
        );

    private static Dictionary<string, TValue> PatternOf<TValue>(
        ConfigurationFile file,
        string key,
        Func<ConfigurationFile, string, TValue> read
    ) =>
        file.Object(key) is { } patterns
            ? patterns.Keys.ToDictionary(pattern => pattern, pattern => read(patterns, pattern), StringComparer.Ordinal)
            : [];

    private static List<string> TargetsOf(ConfigurationFile file, IReadOnlyList<LinearLayerShape> layers)
    {
        if (!file.IsText(Targets))
        {
            return (file.Texts(Targets) ?? throw file.Bad(Targets, "nothing", "names of layers")).Order(StringComparer.Ordinal).ToList();
        }

        var pattern = file.Text(Targets)!;
        try
        {
            var regex = new Regex($"^(?:{pattern})$", RegexOptions.NonBacktracking);
            var paths = layers.Select(layer => layer.Path).Where(path => pattern == LoraShape.AllLinear || regex.IsMatch(path)).ToList();
            return paths.Count > 0 ? paths : throw file.Bad(Targets, pattern, "a pattern that fits a layer of the model");
        }
        catch (Exception error) when (PatternFault.IsFault(error))
        {
            throw file.Bad(Targets, $"the pattern '{pattern}' ({PatternFault.Describe(error)})", "names of layers, or a pattern");
        }
    }
}
