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
    public static LoraAdapter Load(string folder, CausalLanguageModel model) => Load(folder, model.LinearLayers, model.Device);

    /// <summary>Reads an adapter for a model with these linear layers, onto a device; null for the processor.</summary>
    /// <exception cref="InvalidDataException">A key is missing, unknown or of another shape, or a setting is not supported.</exception>
    public static LoraAdapter Load(string folder, IReadOnlyList<LinearLayerShape> linearLayers, ComputeDevice? device = null)
    {
        var (shape, layers) = Check(folder, linearLayers);
        using var file = SafetensorsFile.Open(Path.Combine(folder, WeightsName));
        var adapter = new LoraAdapter(shape);
        var target = (device ?? ComputeDevice.Cpu).ToTorch();
        foreach (var layer in layers)
        {
            adapter.Add(layer.Path, Read(file, Prefix + layer.Path + SuffixA, target), Read(file, Prefix + layer.Path + SuffixB, target));
        }

        return adapter;
    }

    /// <summary>Reads what an adapter is, without its weights.</summary>
    /// <param name="path">Its settings' file.</param>
    /// <param name="layers">The linear layers of the model, which a pattern of targets is resolved to.</param>
    /// <exception cref="InvalidDataException">It is no LoRA configuration, or asks for what is not supported.</exception>
    public static LoraShape ReadShape(string path, IReadOnlyList<LinearLayerShape> layers) => AdapterConfiguration.Read(path, layers);

    /// <summary>Checks an adapter against the layers of a model without reading a weight.</summary>
    /// <returns>What the adapter is, and the layers that it adapts.</returns>
    /// <exception cref="InvalidDataException">A key is missing, unknown or of another shape, or a setting is not supported.</exception>
    public static (LoraShape Shape, IReadOnlyList<LinearLayerShape> Layers) Check(string folder, IReadOnlyList<LinearLayerShape> layers)
    {
        var shape = AdapterConfiguration.Read(Path.Combine(folder, ConfigurationName), layers);
        using var file = SafetensorsFile.Open(Path.Combine(folder, WeightsName));
        var adapted = layers.Where(layer => shape.Adapts(layer.Path)).ToList();
        foreach (var (path, outputs, inputs) in adapted)
        {
            Check(folder, file, Prefix + path + SuffixA, shape.RankOf(path), inputs);
            Check(folder, file, Prefix + path + SuffixB, outputs, shape.RankOf(path));
        }

        var names = adapted
            .SelectMany(layer => new[] { Prefix + layer.Path + SuffixA, Prefix + layer.Path + SuffixB })
            .ToHashSet(StringComparer.Ordinal);
        if (file.Entries.Keys.FirstOrDefault(name => !names.Contains(name)) is { } unknown)
        {
            throw new InvalidDataException($"{folder}: tensor '{unknown}' belongs to no targeted layer of the model.");
        }

        return adapted.Count > 0
            ? (shape, adapted)
            : throw new InvalidDataException(
                $"{folder}: {ConfigurationName} targets {string.Join(", ", shape.Targets)}, which fit no layer of the model."
            );
    }

    /// <summary>Writes an adapter of a model into a folder.</summary>
    public static void Save(string folder, LoraAdapter adapter, CausalLanguageModel model)
    {
        AdapterConfiguration.Write(Path.Combine(folder, ConfigurationName), adapter.Shape, model.Configuration.Layout.Transposed);
        var tensors = adapter.Layers.SelectMany(layer =>
            new[]
            {
                KeyValuePair.Create(Prefix + layer.Key + SuffixA, layer.Value.A),
                KeyValuePair.Create(Prefix + layer.Key + SuffixB, layer.Value.B),
            }
        );
        SafetensorsWriter.Write(Path.Combine(folder, WeightsName), tensors.ToDictionary(StringComparer.Ordinal));
    }

    private static Tensor Read(SafetensorsFile file, string name, Device target)
    {
        using var scope = NewDisposeScope();
        return file.Read(name, ScalarType.Float32).to(target).MoveToOuterDisposeScope();
    }

    private static void Check(string folder, SafetensorsFile file, string name, long rows, long columns)
    {
        if (!file.Entries.TryGetValue(name, out var entry))
        {
            throw new InvalidDataException($"{folder}: tensor '{name}' is missing.");
        }

        if (!entry.Shape.SequenceEqual([rows, columns]))
        {
            throw new InvalidDataException(
                $"{folder}: tensor '{name}' has shape [{string.Join(", ", entry.Shape)}], expected [{rows}, {columns}]."
            );
        }
    }
}
