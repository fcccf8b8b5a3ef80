using System.IO.Enumeration;
using Pipeline.Engine;
using Pipeline.Engine.Stages;
using Pipeline.Modeling.Models;
using Pipeline.Stages.Tuning.FineTune;

namespace Pipeline.Stages.Tuning.FineTuneCommand;

/// <summary>What a trainer left: an adapter in PEFT's form or a checkpoint in Hugging Face's, checked against the base model.</summary>
internal sealed class TrainedFolder
{
    private readonly string _folder;
    private readonly IReadOnlyList<string> _files;

    private TrainedFolder(string folder, string description, IReadOnlyList<string> files)
    {
        _folder = folder;
        _files = files;
        Description = description;
    }

    /// <summary>What it is, for the log.</summary>
    public string Description { get; }

    /// <summary>Looks at a folder.</summary>
    /// <exception cref="InvalidDataException">It holds neither, or one that is not of the base model.</exception>
    /// <exception cref="InputException">A file that counts is a pipe, a device or a socket.</exception>
    public static TrainedFolder Open(string folder, string baseFolder)
    {
        if (File.Exists(Path.Combine(folder, AdapterFile.ConfigurationName)))
        {
            var files = Counting(folder, [AdapterFile.ConfigurationName, AdapterFile.WeightsName]);
            var (shape, layers) = AdapterFile.Check(folder, CausalLanguageModel.LinearLayersOf(baseFolder));
            return new TrainedFolder(folder, $"an adapter of rank {shape.Rank} on {layers.Count} layers", files);
        }

        if (File.Exists(Path.Combine(folder, ModelConfiguration.FileName)))
        {
            var files = Counting(folder, CheckpointWriter.Patterns);
            CausalLanguageModel.RequireSameShapes(folder, baseFolder);
            return new TrainedFolder(folder, "a checkpoint", files);
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
    /// <param name="target">The folder that takes them.</param>
    /// <param name="progress">Is told of large ones.</param>
    /// <param name="cancellation">Stops in the middle of a file.</param>
    public void CopyTo(string target, IProgress<StageProgress> progress, CancellationToken cancellation)
    {
        foreach (var path in _files)
        {
            var name = Path.GetFileName(path);
            RegularFile.Copy(
                path,
                Path.Combine(target, name),
                (done, total) => progress.Report(new StageProgress(done >> 20, total >> 20, $"MiB of {name} taken in")),
                cancellation
            );
        }
    }

    /// <summary>The steps that its trainer logged.</summary>
    /// <exception cref="InvalidDataException">The log is not what transformers writes.</exception>
    public IReadOnlyList<TrainingMetricRow> Steps() => TrainerState.Read(_folder);

    /// <summary>The files of a folder whose names count; anything but regular ones is refused before somebody waits for it to
    /// end.</summary>
    private static List<string> Counting(string folder, IReadOnlyList<string> patterns)
    {
        var files = Directory
            .EnumerateFiles(folder)
            .Where(path => patterns.Any(pattern => FileSystemName.MatchesSimpleExpression(pattern, Path.GetFileName(path), false)))
            .Order(StringComparer.Ordinal)
            .ToList();
        files.ForEach(path => RegularFile.Require(path, Path.GetFileName(path)));
        return files;
    }
}
