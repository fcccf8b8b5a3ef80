using System.Threading.Tasks.Dataflow;
using Pipeline.Engine.Artifacts;
using Pipeline.Engine.Caching;
using Pipeline.Engine.Planning;
using Pipeline.Engine.Stages;

namespace Pipeline.Engine.Dataflow;

/// <summary>
/// One map node as dataflow blocks: the edges bring the aligned parts of the streamed tables, a bounded ordered block brings each to its
/// sealed output part, and the node hands those on to whatever streams it.
/// </summary>
internal sealed class MapNodeFlow(ArtifactStore store, UnitRunner units, int partsInFlight)
{
    /// <summary>Runs the node to its table.</summary>
    /// <exception cref="ParentMissingException">A table that it streams was not completed; what there is of it is done.</exception>
    public async Task<Artifact> RunAsync(NodeRun run, StageWork work, FingerprintDocument document, CancellationToken cancellation)
    {
        var parts = new List<Part>();
        var options = new ExecutionDataflowBlockOptions
        {
            BoundedCapacity = partsInFlight,
            MaxDegreeOfParallelism = Math.Min(units.WidthOf(run.Node.Stage.Slot), partsInFlight),
            CancellationToken = cancellation,
        };
        var seal = new TransformBlock<IReadOnlyDictionary<string, Part>, Part>(
            async aligned =>
            {
                var index = aligned.First().Value.Index;
                var task = new PartTask(index, new PartInputs(aligned), document.WithParts(aligned));
                var manifest = await units.SealAsync(run, work, task, cancellation).ConfigureAwait(false);
                return SealedArtifacts.OfPart(store, manifest, index);
            },
            options
        );
        var hand = new ActionBlock<Part>(part =>
        {
            parts.Add(part);
            run.Publish(part);
        });
        var completing = new DataflowLinkOptions { PropagateCompletion = true };
        seal.LinkTo(hand, completing);
        run.Aligned!.LinkTo(seal, completing);

        // Both, and the first above all: what a stage holds must not be closed while one of its parts is still under way.
        await Task.WhenAll(seal.Completion, hand.Completion).ConfigureAwait(false);
        await RequireAlignedAsync(run, parts.Count, cancellation).ConfigureAwait(false);
        return SealedArtifacts.OfTable(parts);
    }

    /// <summary>The edges end with the shortest table, and with one that failed: only now is it known whether that was all.</summary>
    private static async Task RequireAlignedAsync(NodeRun run, int parts, CancellationToken cancellation)
    {
        var lengths = new List<int>();
        foreach (var stream in run.Streams)
        {
            lengths.Add((await stream.Artifact.WaitAsync(cancellation).ConfigureAwait(false)).Parts.Count);
        }

        if (lengths.Exists(length => length != parts))
        {
            var tables = run.Node.Streams.Zip(lengths, (stream, length) => $"{stream.Name} has {length} parts");
            throw new InvalidOperationException(
                $"the tables it streams are not aligned: {string.Join(", ", tables)}; {parts} were sealed of {run.Node.Id}"
            );
        }
    }
}
