using Pipeline.App.Settings;
using Pipeline.Engine.CommandLine;
using Pipeline.Engine.Planning;
using Pipeline.Stages.Data.Ingest;
using Pipeline.Stages.World.Make;

namespace Pipeline.App.Wiring.Checks;

/// <summary>What can be said of datasets and prompts: that each row can be read, that the fictional world has as many.</summary>
internal static class RowChecks
{
    /// <summary>A check for each dataset and for the prompts that the chain reads or makes, in the order of the settings.</summary>
    /// <param name="settings">The settings.</param>
    /// <param name="graph">The chain.</param>
    public static IEnumerable<InputCheck> List(PipelineSettings settings, Graph graph)
    {
        var nodes = graph.Nodes.ToDictionary(node => node.Id, StringComparer.Ordinal);
        var named = settings.Datasets.Keys.Select(name => (Subject: $"datasets.{name}", Name: name)).ToList();
        if (settings.Prompts is not null)
        {
            named.Add(("prompts", "prompts"));
        }

        return
        [
            .. from rows in named
            where nodes.ContainsKey($"ingest/{rows.Name}")
            select CheckFile(rows.Subject, nodes[$"ingest/{rows.Name}"]),
            .. from rows in named
            from stage in (string[])["world-instructions", "world-prompts"]
            where nodes.ContainsKey($"{stage}/{rows.Name}")
            select CheckWorld(rows.Subject, nodes[$"{stage}/{rows.Name}"]),
        ];
    }

    private static InputCheck CheckFile(string subject, StageNode node)
    {
        var (options, file) = ((IngestOptions)node.Stage.Options, node.Inputs.OfType<ExternalInput>().Single());
        return new InputCheck(subject, cancellation => IngestStage.CheckAsync(options, file.Path, cancellation)) { ProvedBy = [node.Id] };
    }

    private static InputCheck CheckWorld(string subject, StageNode node) =>
        new(
            subject,
            _ =>
                Task.Run(() =>
                    node.Stage.Options is WorldInstructionsOptions rows
                        ? WorldInstructionsStage.Check(rows)
                        : WorldPromptsStage.Check((WorldPromptsOptions)node.Stage.Options)
                )
        )
        {
            ProvedBy = [node.Id],
        };
}
