using Pipeline.App.Settings;
using Pipeline.Engine.CommandLine;
using Pipeline.Engine.Planning;
using Pipeline.Stages.Answers.Import;
using Pipeline.Stages.Report;

namespace Pipeline.App.Wiring.Checks;

/// <summary>What can be said of imported answers: that each row can be read, and that a model and its control answered the same
/// prompts.</summary>
internal static class ImportChecks
{
    /// <summary>A check for each table of answers, and for each pair that the report compares.</summary>
    /// <param name="settings">The settings.</param>
    /// <param name="graph">The chain.</param>
    public static IEnumerable<InputCheck> List(PipelineSettings settings, Graph graph)
    {
        var imported = graph
            .Nodes.Where(node => node.Stage is IngestGenerationsStage)
            .ToDictionary(node => Options(node).Model, StringComparer.Ordinal);
        return
        [
            .. settings.Generations.Keys.Where(imported.ContainsKey).Select(name => CheckFile(imported[name])),
            .. from options in graph.Nodes.Select(node => node.Stage.Options).OfType<ReportOptions>()
            from model in options.Models
            let control = model.ComparedWith ?? ""
            where imported.ContainsKey(model.Name) && imported.ContainsKey(control)
            select CheckShared(imported[model.Name], imported[control]),
        ];
    }

    private static InputCheck CheckFile(StageNode node) =>
        new(
            $"generations.{Options(node).Model}",
            cancellation => IngestGenerationsStage.CheckAsync(Options(node), FindPath(node), cancellation)
        )
        {
            ProvedBy = [node.Id],
        };

    private static InputCheck CheckShared(StageNode model, StageNode control) =>
        new(
            $"generations.{Options(model).Model} against {Options(control).Model}",
            cancellation =>
                IngestGenerationsStage.CheckSharedAsync(Options(model), FindPath(model), Options(control), FindPath(control), cancellation)
        )
        {
            ProvedBy = ["report"],
        };

    private static IngestGenerationsOptions Options(StageNode node) => (IngestGenerationsOptions)node.Stage.Options;

    private static string FindPath(StageNode node) => node.Inputs.OfType<ExternalInput>().Single().Path;
}
