using System.CommandLine;
using Pipeline.Engine.Caching;
using Pipeline.Engine.Configuration;
using Pipeline.Engine.Dataflow;
using Pipeline.Engine.Planning;

namespace Pipeline.Engine.CommandLine.Commands;

/// <summary>A configuration and what belongs to it: its graph, its cache, its run's folder and record.</summary>
internal sealed class Workspace
{
    private Workspace(ICatalogue catalogue, BoundConfiguration configuration, string cache, string runs, bool verify)
    {
        Configuration = configuration;
        Graph = catalogue.Build(configuration);
        Settings = new RunSettings(catalogue.RunName(configuration), Folder("--cache", cache), Folder("--runs", runs));
        Store = new ArtifactStore(Settings.CacheFolder, CrashAtCommitPoint.FromEnvironment(), catalogue.Libraries, verify);
        Digests = new FileDigests(Settings.CacheFolder, verify);
    }

    public BoundConfiguration Configuration { get; }

    public Graph Graph { get; }

    public RunSettings Settings { get; }

    public ArtifactStore Store { get; }

    public FileDigests Digests { get; }

    /// <summary>The absolute path of a folder that is there or can be made.</summary>
    private static string Folder(string option, string path) =>
        File.Exists(path) ? throw new InputException($"{option} '{path}' is a file; expected a folder.") : Path.GetFullPath(path);

    /// <summary>Loads what a command line names.</summary>
    /// <exception cref="InputException">The configuration cannot be used.</exception>
    public static Workspace Open(ICatalogue catalogue, ParseResult parsed, SharedOptions shared)
    {
        var configuration = ConfigurationLoader.Load(
            parsed.GetRequiredValue(shared.File),
            catalogue.SettingsType,
            parsed.GetValue(shared.Set) ?? []
        );
        return new Workspace(
            catalogue,
            configuration,
            parsed.GetRequiredValue(shared.Cache),
            parsed.GetRequiredValue(shared.Runs),
            parsed.GetValue(shared.Verify)
        );
    }

    /// <summary>What the last run came to.</summary>
    public RunRecord LoadRecord() => RunRecord.Load(Settings.RunsFolder, Settings.RunName);

    /// <summary>The plan of every node, or of the selected ones.</summary>
    public IReadOnlyList<NodePlan> Plan(NodeSelection? selection = null, CancellationToken cancellation = default) =>
        new Planner(Store, Digests, LoadRecord(), cancellation).Plan(Graph, selection ?? new NodeSelection(Graph));
}
