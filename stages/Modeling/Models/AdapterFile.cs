using System.Text.Json;
using System.Text.Json.Nodes;
using Pipeline.Modeling.Weights;
using static TorchSharp.torch;

namespace Pipeline.Modeling.Models;

/// <summary>Adapters in the form that PEFT reads and writes: <c>adapter_config.json</c> and <c>adapter_model.safetensors</c>.</summary>
public static class AdapterFile
{
    /// <summary>The settings' file name; a folder with it is an adapter.</summary>
    public const string ConfigurationName = "adapter_config.json";

    /// <summary>The weights' file name.</summary>
    public const string WeightsName = "adapter_model.safetensors";

    private const string Prefix = "base_model.model.";
    private const string SuffixA = ".lora_A.weight";
    private const string SuffixB = ".lora_B.weight";

    private static readonly JsonSerializerOptions _indented = new() { WriteIndented = true };

    /// <summary>Reads an adapter for a model.</summary>
    /// <exception cref="InvalidDataException">A key is missing, unknown or of another shape, or a setting is not supported.</exception>
    public static LoraAdapter Load(string folder, CausalLanguageModel model)
    {
        var shape = ReadShape(Path.Combine(folder, ConfigurationName));
        using var file = SafetensorsFile.Open(Path.Combine(folder, WeightsName));
        var expected = model.LinearLayers.Where(layer => shape.Targets.Contains(layer.Split('.')[^1])).ToList();
        var names = expected.SelectMany(layer => new[] { Prefix + layer + SuffixA, Prefix + layer + SuffixB }).ToHashSet(StringComparer.Ordinal);
        if (names.FirstOrDefault(name => !file.Entries.ContainsKey(name)) is { } missing)
        {
            throw new InvalidDataException($"{folder}: tensor '{missing}' is missing.");
        }

        if (file.Entries.Keys.FirstOrDefault(name => !names.Contains(name)) is { } unknown)
        {
            throw new InvalidDataException($"{folder}: tensor '{unknown}' belongs to no targeted layer of the model.");
        }

        var adapter = new LoraAdapter(shape);
        foreach (var layer in expected)
        {
            var size = model.Weights[layer + ".weight"].shape;
            adapter.Add(layer, Read(file, Prefix + layer + SuffixA, shape.Rank, size[1]), Read(file, Prefix + layer + SuffixB, size[0], shape.Rank));
        }

        return adapter;
    }

    /// <summary>Writes an adapter into a folder.</summary>
    public static void Save(string folder, LoraAdapter adapter)
    {
        var targets = new JsonArray();
        foreach (var target in adapter.Shape.Targets.Order(StringComparer.Ordinal))
        {
            targets.Add((JsonNode)target);
        }

        var configuration = new JsonObject
        {
            ["base_model_name_or_path"] = null,
            ["bias"] = "none",
            ["fan_in_fan_out"] = false,
            ["inference_mode"] = true,
            ["lora_alpha"] = adapter.Shape.Alpha,
            ["lora_dropout"] = 0.0,
            ["modules_to_save"] = null,
            ["peft_type"] = "LORA",
            ["r"] = adapter.Shape.Rank,
            ["target_modules"] = targets,
            ["task_type"] = "CAUSAL_LM",
            ["use_rslora"] = false,
        };
        File.WriteAllText(Path.Combine(folder, ConfigurationName), configuration.ToJsonString(_indented) + "\n");
        var tensors = adapter.Layers.SelectMany(layer => new[]
        {
            KeyValuePair.Create(Prefix + layer.Key + SuffixA, layer.Value.A),
            KeyValuePair.Create(Prefix + layer.Key + SuffixB, layer.Value.B),
        });
        SafetensorsWriter.Write(Path.Combine(folder, WeightsName), tensors.ToDictionary(StringComparer.Ordinal));
    }

    private static Tensor Read(SafetensorsFile file, string name, long rows, long columns)
    {
        using var scope = NewDisposeScope();
        var tensor = file.Read(name).to(ScalarType.Float32);
        return tensor.shape is [var r, var c] && r == rows && c == columns
            ? tensor.MoveToOuterDisposeScope()
            : throw new InvalidDataException($"Adapter tensor '{name}' has shape [{string.Join(", ", tensor.shape)}], expected [{rows}, {columns}].");
    }

    private static LoraShape ReadShape(string path)
    {
        try
        {
            using var document = JsonDocument.Parse(File.ReadAllBytes(path));
            var root = document.RootElement;
            if (root.GetProperty("peft_type").GetString() != "LORA")
            {
                throw new InvalidDataException($"{path}: peft_type is {root.GetProperty("peft_type")}, expected LORA.");
            }

            foreach (var unsupported in new[] { "use_dora", "use_rslora", "fan_in_fan_out" })
            {
                if (root.TryGetProperty(unsupported, out var value) && value.ValueKind == JsonValueKind.True)
                {
                    throw new InvalidDataException($"{path}: {unsupported} is true, which is not supported.");
                }
            }

            return new LoraShape(
                root.GetProperty("r").GetInt32(),
                root.TryGetProperty("lora_alpha", out var alpha) ? alpha.GetDouble() : 8,
                root.GetProperty("target_modules").EnumerateArray().Select(target => target.GetString()!).Order(StringComparer.Ordinal).ToList());
        }
        catch (Exception error) when (error is JsonException or KeyNotFoundException or InvalidOperationException or FormatException)
        {
            throw new InvalidDataException($"{path} is not an adapter configuration of PEFT: {error.Message}", error);
        }
    }
}
