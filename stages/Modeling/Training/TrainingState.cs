using System.Globalization;
using System.Text.Json;
using Pipeline.Modeling.Weights;
using TorchSharp;

namespace Pipeline.Modeling.Training;

/// <summary>
/// Resumable state of a training run on disk: trained tensors, optimiser tensors and the steps so far, in one folder a save. A save becomes
/// visible by a rename, and the one before it goes only then, so a kill leaves at least one whole.
/// </summary>
internal sealed class TrainingState(string folder)
{
    private const string Tensors = "state.safetensors";
    private const string Steps = "steps.json";
    private const string Prefix = "step-";

    /// <summary>Restores the newest save into the given tensors; empty if there is none.</summary>
    public IReadOnlyList<TrainingStep> Restore(IReadOnlyDictionary<string, torch.Tensor> tensors)
    {
        if (!Directory.Exists(folder) || Directory.EnumerateDirectories(folder, Prefix + "*").Max(StringComparer.Ordinal) is not { } newest)
        {
            return [];
        }

        using var file = SafetensorsFile.Open(Path.Combine(newest, Tensors));
        using var quiet = torch.no_grad();
        foreach (var (name, tensor) in tensors)
        {
            using var saved = file.Read(name);
            tensor.copy_(saved);
        }

        return JsonSerializer.Deserialize<List<TrainingStep>>(File.ReadAllBytes(Path.Combine(newest, Steps)))!;
    }

    /// <summary>Saves the tensors and steps, then removes older saves.</summary>
    public void Save(IReadOnlyDictionary<string, torch.Tensor> tensors, IReadOnlyList<TrainingStep> steps)
    {
        var name = string.Create(CultureInfo.InvariantCulture, $"{Prefix}{steps.Count:D9}");
        var draft = Path.Combine(folder, ".tmp-" + name);
        if (Directory.Exists(draft))
        {
            Directory.Delete(draft, recursive: true);
        }

        Directory.CreateDirectory(draft);
        SafetensorsWriter.Write(Path.Combine(draft, Tensors), tensors.ToDictionary(entry => entry.Key, entry => entry.Value.detach(), StringComparer.Ordinal));
        using (var stream = File.Create(Path.Combine(draft, Steps)))
        {
            JsonSerializer.Serialize(stream, steps);
            stream.Flush(flushToDisk: true);
        }

        Directory.Move(draft, Path.Combine(folder, name));
        foreach (var older in Directory.EnumerateDirectories(folder).Where(path => Path.GetFileName(path) != name).ToList())
        {
            Directory.Delete(older, recursive: true);
        }
    }
}
