using Pipeline.Engine.Caching;
using Pipeline.Engine.Dataflow;
using Pipeline.Engine.Planning;
using Serilog.Core;

namespace Pipeline.Tests.Support;

/// <summary>A cache and a runs folder of a test's own, and the engine over them.</summary>
internal sealed class EngineFixture : IDisposable
{
    /// <summary>Far beyond what any run here takes: a run that is not over by then hangs.</summary>
    private static readonly TimeSpan _hang = TimeSpan.FromMinutes(5);

    public TemporaryFolder Folder { get; } = new();

    public string Cache => Folder.PathOf("cache");

    /// <summary>What happened in the last run, in order.</summary>
    public IReadOnlyList<RunEvent> Events { get; private set; } = [];

    public ArtifactStore Store(bool verify = false) => new(Cache, NoCommitObserver.Instance, new Dictionary<string, string>(), verify);

    /// <summary>Runs a graph as a fresh process would.</summary>
    public async Task<RunResult> RunAsync(
        Graph graph,
        NodeSelection? selection = null,
        Func<RunSettings, RunSettings>? change = null,
        IRunObserver? observer = null,
        CancellationToken cancellation = default
    )
    {
        var settings = new RunSettings("run", Cache, Folder.PathOf("runs")) { CpuSlots = 4 };
        var recorder = new Recorder();
        Events = recorder.Events;
        var runner = new PipelineRunner(
            graph,
            selection ?? new NodeSelection(graph),
            change is null ? settings : change(settings),
            Store(),
            new FileDigests(Cache, verify: false),
            observer ?? recorder,
            Logger.None
        );
        return await runner.RunAsync(cancellation).WaitAsync(_hang, CancellationToken.None);
    }

    /// <summary>What a run would do.</summary>
    public IReadOnlyList<NodePlan> Plan(Graph graph, NodeSelection? selection = null, bool verify = false) =>
        new Planner(
            Store(verify),
            new FileDigests(Cache, verify),
            new RunRecordFile(new RunSettings("run", Cache, Folder.PathOf("runs"))).Current,
            TestContext.Current.CancellationToken
        ).Plan(graph, selection ?? new NodeSelection(graph));

    /// <summary>Indices of the parts of a node that were computed in the last run.</summary>
    public IReadOnlyList<int> Built(string node) =>
        Events.OfType<PartSealed>().Where(part => part.Node == node && !part.Hit).Select(part => part.Index).Order().ToList();

    /// <summary>Ids of the nodes of which anything was computed in the last run.</summary>
    public IReadOnlyList<string> BuiltNodes() =>
        Events.OfType<PartSealed>().Where(part => !part.Hit).Select(part => part.Node).Distinct().Order(StringComparer.Ordinal).ToList();

    public void Dispose() => Folder.Dispose();

    private sealed class Recorder : IRunObserver
    {
        public List<RunEvent> Events { get; } = [];

        public void On(RunEvent happened) => Events.Add(happened);
    }
}
