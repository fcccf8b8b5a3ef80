using Pipeline.Engine.Caching;
using Pipeline.Engine.Stages;
using Serilog;

namespace Pipeline.Engine.Dataflow;

/// <summary>Makes what a running node is offered beside its inputs.</summary>
internal static class StageContexts
{
    public static StageContext Create(NodeRun run, RunSettings settings, IMemo memo, RunReporter reporter, ILogger log) =>
        new(
            run.Node.Id,
            log.ForContext("Node", run.Node.Id),
            settings.CpuSlots,
            new ProgressReporter(run.Node.Id, reporter),
            (name, value) => run.Volatile[name] = value,
            memo
        );

    private sealed class ProgressReporter(string node, RunReporter reporter) : IProgress<StageProgress>
    {
        public void Report(StageProgress value) => reporter.Tell(new NodeProgress(node, value.Done, value.Total, value.Note));
    }
}
