using Pipeline.App.Settings;
using Pipeline.Engine.CommandLine;
using Pipeline.Engine.Configuration;
using Pipeline.Engine.Planning;

namespace Pipeline.App.Wiring.Checks;

/// <summary>What can be checked of a chain's inputs before anything is computed.</summary>
internal static class ChainChecks
{
    /// <summary>One check a dataset, a table of answers, a file of marks, an index, the machine, the models, the template and what
    /// embeds.</summary>
    /// <param name="configuration">The configuration.</param>
    /// <param name="graph">The chain that was built of it.</param>
    public static IEnumerable<InputCheck> List(BoundConfiguration configuration, Graph graph)
    {
        var settings = configuration.As<PipelineSettings>();
        return
        [
            .. RowChecks.List(settings, graph),
            .. ImportChecks.List(settings, graph),
            .. MarkChecks.List(graph),
            .. RephrasingChecks.List(graph),
            .. VectorIndexChecks.List(configuration, graph),
            .. MachineChecks.List(settings, graph, GC.GetGCMemoryInfo().TotalAvailableMemoryBytes),
            .. ModelFolderChecks.List(configuration, settings),
            .. EmbeddingChecks.List(settings, graph),
        ];
    }
}
