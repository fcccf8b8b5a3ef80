using System.Globalization;
using System.Text.Json;
using Pipeline.Modeling.Weights;
using TorchSharp;

namespace Pipeline.Modeling.Training;

/// <summary>
/// What a training run keeps on disk. Resumable state, trained tensors, optimiser tensors and the steps so far, is one folder a save; it
/// becomes
/// visible by a rename, and the one before it goes only then, so a kill leaves at least one whole. Dropout, noise, data order and learning
/// rate
/// are functions of seed and step, so the step number is all of their state. Kept weights are one file a checkpoint.
/// </summary>
internal sealed class TrainingState(string folder)
{
    private const string Tensors = "state.safetensors";
    private const string Steps = "steps.json";
    private const string StatePrefix = "step-";
    private const string WeightsPrefix = "weights-";
    private const string DraftPrefix = ".tmp-";

    /// <summary>Restores the newest whole save into the given tensors; empty if there is none. A damaged one is told of and passed
    /// over.</summary>
    public IReadOnlyList<TrainingStep> Restore(IReadOnlyDictionary<string, torch.Tensor> tensors, ITrainingObserver observer)
    {
        if (!Directory.Exists(folder))
        {
            return [];
        }

        foreach (var save in Directory.EnumerateDirectories(folder, StatePrefix + "*").OrderDescending(StringComparer.Ordinal))
        {
            try
            {
                var steps = JsonSerializer.Deserialize<List<TrainingStep>>(File.ReadAllBytes(Path.Combine(save, Steps)))!;
                Load(Path.Combine(save, Tensors), tensors);
                return steps;
            }
            catch (Exception error) when (error is InvalidDataException or IOException or JsonException)
            {
                observer.Discarded($"{save}: {error.Message}");
            }
        }

        return [];
    }

    /// <summary>Saves tensors and steps, then removes older saves and the weights of steps that are no longer to be kept.</summary>
    public void Save(IReadOnlyDictionary<string, torch.Tensor> tensors, IReadOnlyList<TrainingStep> steps, Func<int, bool> isKept)
    {
        var name = StatePrefix + Number(steps.Count);
        var draft = Path.Combine(folder, DraftPrefix + name);
        Remove(draft);
        Directory.CreateDirectory(draft);
        Write(Path.Combine(draft, Tensors), tensors);
        using (var stream = File.Create(Path.Combine(draft, Steps)))
        {
            JsonSerializer.Serialize(stream, steps);
            stream.Flush(flushToDisk: true);
        }

        var final = Path.Combine(folder, name);
        Remove(final);
        Directory.Move(draft, final);
        foreach (var older in Directory.EnumerateDirectories(folder).Where(path => Path.GetFileName(path) != name).ToList())
        {
            Remove(older);
        }

        foreach (var weights in Directory.EnumerateFiles(folder, WeightsPrefix + "*").Where(path => !isKept(StepOf(path))).ToList())
        {
            File.Delete(weights);
        }
    }

    /// <summary>Keeps the weights of a step beside the resumable state.</summary>
    public void KeepWeights(int step, IReadOnlyDictionary<string, torch.Tensor> tensors)
    {
        Directory.CreateDirectory(folder);
        var path = WeightsPath(step);
        var draft = Path.Combine(folder, DraftPrefix + Path.GetFileName(path));
        Write(draft, tensors);
        File.Move(draft, path, overwrite: true);
    }

    /// <summary>Reads kept weights back.</summary>
    /// <exception cref="InvalidDataException">They are not those of these tensors.</exception>
    public void LoadWeights(int step, IReadOnlyDictionary<string, torch.Tensor> tensors) => Load(WeightsPath(step), tensors);

    private static void Write(string path, IReadOnlyDictionary<string, torch.Tensor> tensors)
    {
        using var scope = torch.NewDisposeScope();
        SafetensorsWriter.Write(path, tensors.ToDictionary(entry => entry.Key, entry => entry.Value.detach(), StringComparer.Ordinal));
    }

    private static void Load(string path, IReadOnlyDictionary<string, torch.Tensor> tensors)
    {
        using var file = SafetensorsFile.Open(path);
        if (file.Entries.Keys.FirstOrDefault(name => !tensors.ContainsKey(name)) is { } unknown)
        {
            throw new InvalidDataException($"{path} holds '{unknown}', which is not trained here: it is of another model or method.");
        }

        foreach (var (name, tensor) in tensors)
        {
            if (!file.Entries.TryGetValue(name, out var entry) || !entry.Shape.SequenceEqual(tensor.shape))
            {
                throw new InvalidDataException(
                    $"{path} holds {(entry is null ? "no" : $"a [{string.Join(", ", entry.Shape)}] tensor")} '{name}', expected "
                        + $"[{string.Join(", ", tensor.shape)}]."
                );
            }
        }

        using var quiet = torch.no_grad();
        foreach (var (name, tensor) in tensors)
        {
            using var saved = file.Read(name);
            tensor.copy_(saved);
        }
    }

    private static void Remove(string path)
    {
        if (Directory.Exists(path))
        {
            Directory.Delete(path, recursive: true);
        }
    }

    private static string Number(int step) => step.ToString("D9", CultureInfo.InvariantCulture);

    private static int StepOf(string weights) =>
        int.Parse(Path.GetFileNameWithoutExtension(weights)[WeightsPrefix.Length..], NumberStyles.None, CultureInfo.InvariantCulture);

    private string WeightsPath(int step) => Path.Combine(folder, $"{WeightsPrefix}{Number(step)}.safetensors");
}
