using System.Globalization;
using System.Text.Json;
using Pipeline.Modeling.Text;
using Pipeline.Modeling.Weights;
using TorchSharp;

namespace Pipeline.Modeling.Training;

/// <summary>
/// What a training run keeps on disk, each a sealed folder: the resumable state (trained tensors, optimiser tensors and the steps so far),
/// of which the one before goes only when the next is whole, so that a kill leaves at least one; and the weights of each kept checkpoint.
/// Dropout, noise, data order and learning rate are functions of seed and step, so the step number is all of their state.
/// </summary>
internal sealed class TrainingState(ITrainingFolder folder)
{
    private const string Tensors = "state.safetensors";
    private const string Weights = "weights.safetensors";
    private const string Steps = "steps.json";
    private const string StatePrefix = "step-";
    private const string WeightsPrefix = "weights-";
    private const string DraftPrefix = ".tmp-";

    /// <summary>
    /// Restores the newest save that is what was saved, together with all weights that were kept until then; empty if there is none. What
    /// is damaged is told of and passed over.
    /// </summary>
    /// <param name="tensors">What is filled.</param>
    /// <param name="isKept">Whether the weights of a step belong to a save of these steps.</param>
    /// <param name="observer">Is told of damage.</param>
    public IReadOnlyList<TrainingStep> Restore(
        IReadOnlyDictionary<string, torch.Tensor> tensors,
        Func<int, IReadOnlyList<TrainingStep>, bool> isKept,
        ITrainingObserver observer
    )
    {
        if (!Directory.Exists(folder.Path))
        {
            return [];
        }

        foreach (var save in Directory.EnumerateDirectories(folder.Path, StatePrefix + "*").OrderDescending(StringComparer.Ordinal))
        {
            IReadOnlyList<TrainingStep> steps;
            SafetensorsFile file;
            try
            {
                folder.RequireIntact(Path.GetFileName(save));
                steps = ReadSteps(Path.Combine(save, Steps), NumberIn(save, StatePrefix));
                foreach (var step in steps.Where(step => isKept(step.Step, steps)))
                {
                    folder.RequireIntact(WeightsName(step.Step));
                }

                file = OpenChecked(Path.Combine(save, Tensors), tensors);
            }
            catch (Exception error) when (error is InvalidDataException || FileFault.IsFault(error))
            {
                observer.Discarded($"{save}: {(error is InvalidDataException ? error.Message : $"it {FileFault.Describe(error)}")}");
                continue;
            }

            // A failure from here on must end the run: some tensors would be those of the save and others not.
            using (file)
            {
                Fill(tensors, file);
            }

            return steps;
        }

        return [];
    }

    /// <summary>Saves tensors and steps, then removes older saves and the weights of steps that are no longer to be kept.</summary>
    public void Save(IReadOnlyDictionary<string, torch.Tensor> tensors, IReadOnlyList<TrainingStep> steps, Func<int, bool> isKept)
    {
        var name = StatePrefix + Number(steps.Count);
        var draft = BeginDraft(name);
        Write(Path.Combine(draft, Tensors), tensors);
        File.WriteAllBytes(Path.Combine(draft, Steps), JsonSerializer.SerializeToUtf8Bytes(steps));
        folder.Seal(draft, name);
        foreach (var path in Directory.EnumerateDirectories(folder.Path).ToList())
        {
            var isWanted =
                Path.GetFileName(path) == name
                || (Path.GetFileName(path).StartsWith(WeightsPrefix, StringComparison.Ordinal) && isKept(NumberIn(path, WeightsPrefix)));
            if (!isWanted)
            {
                Directory.Delete(path, recursive: true);
            }
        }
    }

    /// <summary>Keeps the weights of a step beside the resumable state.</summary>
    public void KeepWeights(int step, IReadOnlyDictionary<string, torch.Tensor> tensors)
    {
        var name = WeightsName(step);
        var draft = BeginDraft(name);
        Write(Path.Combine(draft, Weights), tensors);
        folder.Seal(draft, name);
    }

    /// <summary>Reads kept weights back.</summary>
    /// <exception cref="InvalidDataException">They are damaged, or not those of these tensors.</exception>
    public void LoadWeights(int step, IReadOnlyDictionary<string, torch.Tensor> tensors)
    {
        var name = WeightsName(step);
        folder.RequireIntact(name);
        using var file = OpenChecked(Path.Combine(folder.Path, name, Weights), tensors);
        Fill(tensors, file);
    }

    private static IReadOnlyList<TrainingStep> ReadSteps(string path, int count)
    {
        var steps = Parse(path, ModelFile.ReadAllBytes(path));
        return steps is not null && steps.Count == count && steps.Select((step, index) => step?.Step == index + 1).All(isNext => isNext)
            ? [.. steps.Select(step => step!)]
            : throw new InvalidDataException($"{path} does not hold the steps 1 to {count}");
    }

    private static List<TrainingStep?>? Parse(string path, byte[] json)
    {
        try
        {
            return JsonSerializer.Deserialize<List<TrainingStep?>>(json);
        }
        catch (JsonException error)
        {
            var problem = JsonFault.Find(json) is { } fault ? $"is not valid JSON: {fault}" : "does not hold a list of training steps";
            throw new InvalidDataException($"{path} {problem}", error);
        }
    }

    private static void Write(string path, IReadOnlyDictionary<string, torch.Tensor> tensors)
    {
        using var scope = torch.NewDisposeScope();
        SafetensorsWriter.Write(path, tensors.ToDictionary(entry => entry.Key, entry => entry.Value.detach(), StringComparer.Ordinal));
    }

    private static SafetensorsFile OpenChecked(string path, IReadOnlyDictionary<string, torch.Tensor> tensors)
    {
        var file = SafetensorsFile.Open(path);
        try
        {
            RequireSame(path, file, tensors);
            return file;
        }
        catch
        {
            file.Dispose();
            throw;
        }
    }

    private static void RequireSame(string path, SafetensorsFile file, IReadOnlyDictionary<string, torch.Tensor> tensors)
    {
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
    }

    private static void Fill(IReadOnlyDictionary<string, torch.Tensor> tensors, SafetensorsFile file)
    {
        using var quiet = torch.no_grad();
        foreach (var (name, tensor) in tensors)
        {
            using var saved = file.Read(name);
            tensor.copy_(saved);
        }
    }

    private static string Number(int step) => step.ToString("D9", CultureInfo.InvariantCulture);

    private static string WeightsName(int step) => WeightsPrefix + Number(step);

    /// <summary>The step in a folder's name; -1, which no step is, where there is none.</summary>
    private static int NumberIn(string path, string prefix) =>
        int.TryParse(Path.GetFileName(path)[prefix.Length..], NumberStyles.None, CultureInfo.InvariantCulture, out var step) ? step : -1;

    private string BeginDraft(string name)
    {
        var draft = Path.Combine(folder.Path, DraftPrefix + name);
        if (Directory.Exists(draft))
        {
            Directory.Delete(draft, recursive: true);
        }

        Directory.CreateDirectory(draft);
        return draft;
    }
}
