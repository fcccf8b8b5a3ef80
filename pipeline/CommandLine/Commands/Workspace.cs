using System.CommandLine;
using Pipeline.Engine.Caching;
using Pipeline.Engine.Configuration;
using Pipeline.Engine.Dataflow;
using Pipeline.Engine.Planning;

namespace Pipeline.Engine.CommandLine.Commands;

/// <summary>A configuration and what belongs to it: its graph, its cache, its run's folder and record.</summary>
internal sealed class Workspace
{
    private readonly string _renaming;

    private Workspace(ICatalogue catalogue, BoundConfiguration configuration, string cache, string runs, bool verify)
    {
        Configuration = configuration;
        Graph = catalogue.Build(configuration);
        Settings = new RunSettings(RunName(catalogue, configuration), Folder("--cache", cache), Folder("--runs", runs))
        {
            ConfigurationFile = Path.GetFullPath(configuration.File),
        };
        _renaming = catalogue.HowToNameARun;
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

    private static string RunName(ICatalogue catalogue, BoundConfiguration configuration) =>
        catalogue.RunName(configuration) is var name && RelativeName.IsInside(name)
            ? name
            : throw new InputException($"'{name}' cannot be the name of a run: its folder would not lie below that of runs.");

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

    /// <summary>What the last run of this configuration came to.</summary>
    public RunRecord LoadRecord() => new RunRecordFile(Settings).Current;

    /// <summary>Makes sure that the run's folder is not that of another configuration, whose report and record it holds.</summary>
    /// <exception cref="InputException">It is.</exception>
    public void RequireOwnRunFolder()
    {
        if (new RunRecordFile(Settings).OtherOwner is { } other)
        {
            throw new InputException(
                $"{PlanText.Relative(Settings.RunFolder)} is the folder of the run of {PlanText.Relative(other)}. To run "
                    + $"{Configuration.File} beside it, {_renaming}, or put its runs into another folder (--runs DIR)."
            );
        }
    }

    /// <summary>The plan of every node, or of the selected ones.</summary>
    public IReadOnlyList<NodePlan> Plan(CancellationToken cancellation, NodeSelection? selection = null) =>
        new Planner(Store, Digests, LoadRecord(), cancellation).Plan(Graph, selection ?? new NodeSelection(Graph));
}
