using System.Threading.Tasks.Dataflow;
using Pipeline.Engine.Artifacts;
using Pipeline.Engine.Caching;
using Pipeline.Engine.Planning;
using Pipeline.Engine.Stages;

namespace Pipeline.Engine.Dataflow;

/// <summary>
/// One map node as dataflow blocks: a feeder aligns the parts of the streamed inputs as they are sealed, a bounded ordered block brings
/// each
/// to its sealed output part, a bounded sink appends those to the node's own feed.
/// </summary>
internal sealed class MapNodeFlow(ArtifactStore store, UnitRunner units, int partsInFlight)
{
    /// <summary>Runs the node to its table.</summary>
    public async Task<Artifact> RunAsync(
        NodeRun run,
        StageWork work,
        FingerprintDocument document,
        IReadOnlyList<(string Name, PartFeed Feed)> streams,
        CancellationToken cancellation
    )
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
        var sink = new ActionBlock<Part>(
            part =>
            {
                parts.Add(part);
                run.Feed.Add(part);
            },
            new ExecutionDataflowBlockOptions { BoundedCapacity = partsInFlight }
        );
        seal.LinkTo(sink, new DataflowLinkOptions { PropagateCompletion = true });

        // A fault does not travel upstream by itself: without this the feeder would wait for room that never comes.
        _ = sink.Completion.ContinueWith(
            ended => ((IDataflowBlock)seal).Fault(ended.Exception!),
            CancellationToken.None,
            TaskContinuationOptions.OnlyOnFaulted,
            TaskScheduler.Default
        );

        var fed = await FeedAsync(seal, streams, run.Node, cancellation).ConfigureAwait(false);

        // Both, and the first above all: what a stage holds must not be closed while one of its parts is still under way.
        await Task.WhenAll(seal.Completion, sink.Completion).ConfigureAwait(false);
        return parts.Count == fed
            ? SealedArtifacts.OfTable(parts)
            : throw new InvalidOperationException($"{fed} parts went in, {parts.Count} came out");
    }

    private static async Task<int> FeedAsync(
        ITargetBlock<IReadOnlyDictionary<string, Part>> seal,
        IReadOnlyList<(string Name, PartFeed Feed)> streams,
        StageNode node,
        CancellationToken cancellation
    )
    {
        var fed = 0;
        try
        {
            await foreach (var aligned in AlignAsync(streams, node, cancellation).ConfigureAwait(false))
            {
                if (!await seal.SendAsync(aligned, cancellation).ConfigureAwait(false))
                {
                    break;
                }

                fed++;
            }

            seal.Complete();
        }
        catch (Exception error)
        {
            seal.Fault(error);
        }

        return fed;
    }

    private static async IAsyncEnumerable<IReadOnlyDictionary<string, Part>> AlignAsync(
        IReadOnlyList<(string Name, PartFeed Feed)> streams,
        StageNode node,
        [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken cancellation
    )
    {
        var readers = streams.Select(stream => stream.Feed.ReadAsync(cancellation).GetAsyncEnumerator(cancellation)).ToList();
        try
        {
            while (true)
            {
                var aligned = new Dictionary<string, Part>(StringComparer.Ordinal);
                for (var i = 0; i < readers.Count; i++)
                {
                    if (await readers[i].MoveNextAsync().ConfigureAwait(false))
                    {
                        aligned.Add(streams[i].Name, readers[i].Current);
                    }
                }

                if (aligned.Count == 0)
                {
                    yield break;
                }

                if (aligned.Count != readers.Count)
                {
                    throw new InvalidOperationException(
                        "the tables it streams are not aligned: "
                            + $"{string.Join(", ", streams.Select(stream => stream.Name).Except(aligned.Keys))} of {node.Id} ended early"
                    );
                }

                yield return aligned;
            }
        }
        finally
        {
            foreach (var reader in readers)
            {
                await reader.DisposeAsync().ConfigureAwait(false);
            }
        }
    }
}
