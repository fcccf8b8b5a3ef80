using Pipeline.App;
using Pipeline.Engine.Caching;
using Pipeline.Engine.Configuration;
using Pipeline.Engine.Dataflow;
using Pipeline.Engine.Planning;
using Pipeline.Tests.Support;
using Serilog.Core;

namespace Pipeline.Tests.Resume;

/// <summary>The tiny chain run inside the test's process: the same stages, without starting a program for each run.</summary>
internal sealed class TinyChain : IDisposable
{
    private TinyChain(TinyProject project) => Project = project;

    public TinyProject Project { get; }

    /// <summary>Artifacts computed in the last run, as node and part.</summary>
    public IReadOnlyList<(string Node, int Part)> Built { get; private set; } = [];

    /// <summary>
    /// A chain that was run once over a base model that is kept with the tests. One trained here has weights rounded to bfloat16: from
    /// processor to processor some of them are a whole step apart, and with them the logits.
    /// </summary>
    public static async Task<TinyChain> CompletedOnFixedBaseAsync()
    {
        var project = new TinyProject();
        Directory.CreateDirectory(project.PathOf("base"));
        foreach (var path in Directory.EnumerateFiles(Repository.PathOf("tests", "Goldens", "tiny_base")))
        {
            File.Copy(path, project.PathOf("base", Path.GetFileName(path)));
        }

        var chain = new TinyChain(project);
        await chain.RunAsync();
        return chain;
    }

    /// <summary>A chain that was run once.</summary>
    public static async Task<TinyChain> CompletedAsync()
    {
        var chain = new TinyChain((await Undisturbed.MadeAsync()).Project());
        await chain.RunAsync();
        return chain;
    }

    /// <summary>What a run would do.</summary>
    public IReadOnlyList<NodePlan> Plan(params string[] overrides)
    {
        var (graph, settings, store) = Open(overrides);
        return new Planner(
            store,
            new FileDigests(Project.Cache, verify: false),
            new RunRecordFile(settings).Current,
            TestContext.Current.CancellationToken
        ).Plan(graph, new NodeSelection(graph));
    }

    /// <summary>Runs to the end.</summary>
    public async Task<RunResult> RunAsync(params string[] overrides)
    {
        var (graph, settings, store) = Open(overrides);
        var recorder = new Recorder();
        var runner = new PipelineRunner(
            graph,
            new NodeSelection(graph),
            settings,
            store,
            new FileDigests(Project.Cache, verify: false),
            recorder,
            Logger.None
        );
        var result = await runner.RunAsync(TestContext.Current.CancellationToken);
        Assert.True(result.Outcome == RunOutcome.Completed, string.Join('\n', result.Failures.Select(failure => failure.Message)));
        Built = recorder.Built;
        return result;
    }

    public void Dispose() => Project.Dispose();

    private (Graph Graph, RunSettings Settings, ArtifactStore Store) Open(string[] overrides)
    {
        var catalogue = new Catalogue();
        var configuration = ConfigurationLoader.Load(Project.PathOf(TinyProject.Chain), catalogue.SettingsType, overrides);
        return (
            catalogue.Build(configuration),
            new RunSettings("chain", Project.Cache, Project.PathOf("runs")),
            new ArtifactStore(Project.Cache, NoCommitObserver.Instance, catalogue.Libraries, verify: false)
        );
    }

    private sealed class Recorder : IRunObserver
    {
        public List<(string Node, int Part)> Built { get; } = [];

        public void On(RunEvent happened)
        {
            if (happened is PartSealed { Hit: false } part)
            {
                Built.Add((part.Node, part.Index));
            }
        }
    }
}
