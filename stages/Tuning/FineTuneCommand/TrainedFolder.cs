using System.IO.Enumeration;
using System.Text.Json;
using Pipeline.Modeling.Models;
using Pipeline.Stages.Tuning.FineTune;

namespace Pipeline.Stages.Tuning.FineTuneCommand;

/// <summary>What a trainer left: an adapter in PEFT's form or a checkpoint in Hugging Face's, checked against the base model.</summary>
internal sealed class TrainedFolder
{
    private const string TrainerLog = "trainer_state.json";
    private readonly string _folder;
    private readonly IReadOnlyList<string> _patterns;

    private TrainedFolder(string folder, string description, IReadOnlyList<string> patterns)
    {
        _folder = folder;
        _patterns = patterns;
        Description = description;
    }

    /// <summary>What it is, for the log.</summary>
    public string Description { get; }

    /// <summary>Looks at a folder.</summary>
    /// <exception cref="InvalidDataException">It holds neither, or one that is not of the base model.</exception>
    public static TrainedFolder Read(string folder, string baseFolder)
    {
        if (File.Exists(Path.Combine(folder, AdapterFile.ConfigurationName)))
        {
            var (shape, layers) = AdapterFile.Check(folder, CausalLanguageModel.LinearLayersOf(baseFolder));
            return new TrainedFolder(
                folder,
                $"an adapter of rank {shape.Rank} on {layers.Count} layers",
                [AdapterFile.ConfigurationName, AdapterFile.WeightsName]
            );
        }

        if (File.Exists(Path.Combine(folder, ModelConfiguration.FileName)))
        {
            CausalLanguageModel.RequireSameShapes(folder, baseFolder);
            return new TrainedFolder(folder, "a checkpoint", CheckpointWriter.Patterns);
        }

        var found = Directory
            .EnumerateFileSystemEntries(folder)
            .Select(path => Path.GetFileName(path)!)
            .Order(StringComparer.Ordinal)
            .ToList();
        throw new InvalidDataException(
            $"its output folder has neither {AdapterFile.ConfigurationName} nor {ModelConfiguration.FileName}; it has "
                + $"{(found.Count == 0 ? "nothing" : string.Join(", ", found))}."
        );
    }

    /// <summary>Copies the files that count.</summary>
    public void CopyTo(string target)
    {
        foreach (
            var path in Directory
                .EnumerateFiles(_folder)
                .Where(path => _patterns.Any(pattern => FileSystemName.MatchesSimpleExpression(pattern, Path.GetFileName(path), false)))
        )
        {
            File.Copy(path, Path.Combine(target, Path.GetFileName(path)));
        }
    }

    /// <summary>The steps that the trainer of transformers logs in <c>trainer_state.json</c>; empty where there is no such file.</summary>
    /// <exception cref="InvalidDataException">The file is not what transformers writes.</exception>
    public IReadOnlyList<TrainingMetricRow> Steps()
    {
        var path = Path.Combine(_folder, TrainerLog);
        if (!File.Exists(path))
        {
            return [];
        }

        try
        {
            using var document = JsonDocument.Parse(File.ReadAllBytes(path));
            return document
                .RootElement.GetProperty("log_history")
                .EnumerateArray()
                .Where(entry => entry.TryGetProperty("loss", out _))
                .Select(entry => new TrainingMetricRow
                {
                    Step = entry.GetProperty("step").GetInt32(),
                    Epoch = entry.GetProperty("epoch").GetDouble(),
                    Loss = entry.GetProperty("loss").GetDouble(),
                    GradientNorm = entry.TryGetProperty("grad_norm", out var norm) ? norm.GetDouble() : 0,
                    LearningRate = entry.TryGetProperty("learning_rate", out var rate) ? rate.GetDouble() : 0,
                })
                .ToList();
        }
        catch (Exception error) when (error is JsonException or InvalidOperationException or KeyNotFoundException or FormatException)
        {
            throw new InvalidDataException($"{TrainerLog} is not what the trainer of transformers writes: {error.Message}", error);
        }
    }
}
