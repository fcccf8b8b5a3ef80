using Pipeline.App.Settings;
using Pipeline.Engine;
using Pipeline.Engine.Planning;
using Pipeline.Stages.Data.Ingest;

namespace Pipeline.App.Wiring.Data;

/// <summary>Wires the reading of files of rows: datasets and prompts.</summary>
/// <param name="settings">The settings.</param>
/// <param name="graph">Takes the nodes.</param>
internal sealed class IngestBuilder(PipelineSettings settings, GraphBuilder graph)
{
    /// <summary>The rows of a file.</summary>
    /// <param name="name">What the settings call it.</param>
    /// <param name="file">The file and how to read it.</param>
    /// <param name="empty">What to do with a row whose response is empty.</param>
    /// <exception cref="InputException">There is no such file.</exception>
    public StageNode Build(string name, RecordFileSettings file, EmptyResponse empty) =>
        File.Exists(file.Path!.Absolute)
            ? graph.Fold(
                $"ingest/{name}",
                new IngestStage(ListOptions(settings, name, file, empty)),
                new ExternalInput(IngestStage.File, file.Path.Absolute, [])
            )
            : throw new InputException(
                $"{file.Path.Position}: the dataset '{name}' is read from '{file.Path.Spelled}'; no such file: {file.Path.Absolute}"
            );

    /// <summary>What the ingest stage is told of a file.</summary>
    /// <param name="settings">The settings.</param>
    /// <param name="name">What the settings call it.</param>
    /// <param name="file">The file and how to read it.</param>
    /// <param name="empty">What to do with a row whose response is empty.</param>
    public static IngestOptions ListOptions(PipelineSettings settings, string name, RecordFileSettings file, EmptyResponse empty) =>
        new()
        {
            Dataset = name,
            File = file.Path!.Spelled,
            Format = file.Format,
            Columns = ColumnMap.Sort(file.Columns),
            Skip = file.Skip,
            Limit = file.Limit,
            EmptyResponses = empty,
            PartRows = settings.Stages.Ingest.PartRows,
        };
}
