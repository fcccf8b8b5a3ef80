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

    /// <summary>Reads an adapter for a model.</summary>
    /// <exception cref="InvalidDataException">A key is missing, unknown or of another shape, or a setting is not supported.</exception>
    public static LoraAdapter Load(string folder, CausalLanguageModel model)
    {
        var shape = AdapterConfiguration.Read(Path.Combine(folder, ConfigurationName), model.LinearLayers);
        using var file = SafetensorsFile.Open(Path.Combine(folder, WeightsName));
        var expected = model.LinearLayers.Where(layer => shape.Adapts(layer.Path)).ToList();
        var names = expected.SelectMany(layer => new[] { Prefix + layer.Path + SuffixA, Prefix + layer.Path + SuffixB }).ToHashSet(StringComparer.Ordinal);
        if (names.FirstOrDefault(name => !file.Entries.ContainsKey(name)) is { } missing)
        {
            throw new InvalidDataException($"{folder}: tensor '{missing}' is missing.");
        }

        if (file.Entries.Keys.FirstOrDefault(name => !names.Contains(name)) is { } unknown)
        {
            throw new InvalidDataException($"{folder}: tensor '{unknown}' belongs to no targeted layer of the model.");
        }

        var adapter = new LoraAdapter(shape);
        foreach (var (path, outputs, inputs) in expected)
        {
            adapter.Add(path, Read(file, Prefix + path + SuffixA, shape.RankOf(path), inputs), Read(file, Prefix + path + SuffixB, outputs, shape.RankOf(path)));
        }

        return adapter;
    }

    /// <summary>Writes an adapter of a model into a folder.</summary>
    public static void Save(string folder, LoraAdapter adapter, CausalLanguageModel model)
    {
        AdapterConfiguration.Write(Path.Combine(folder, ConfigurationName), adapter.Shape, model.Configuration.Layout.Transposed);
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
}
