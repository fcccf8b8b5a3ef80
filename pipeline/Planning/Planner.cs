using Pipeline.Engine.Artifacts;
using Pipeline.Engine.Caching;

namespace Pipeline.Engine.Planning;

/// <summary>Says, without computing anything, which nodes would hit the cache and why the others would not.</summary>
internal sealed class Planner(ArtifactStore store, FileDigests digests, RunRecord record, CancellationToken cancellation)
{
    private const int Named = 3;

    /// <summary>The plan of every node, in the graph's order.</summary>
    public IReadOnlyList<NodePlan> Plan(Graph graph, NodeSelection selection)
    {
        var plans = new Dictionary<StageNode, NodePlan>();
        foreach (var node in graph.Nodes)
        {
            plans[node] =
                selection.ModeOf(node) == NodeMode.Skip
                    ? new NodePlan(node, NodeState.Skipped, [], 0, 0, null)
                    : PlanNode(node, plans, selection.ModeOf(node) == NodeMode.Force);
        }

        return graph.Nodes.Select(node => plans[node]).ToList();
    }

    private static string Several(List<string> names) =>
        names.Count <= Named + 1 ? string.Join(", ", names) : $"{string.Join(", ", names.Take(Named))} and {names.Count - Named} more";

    private NodePlan PlanNode(StageNode node, Dictionary<StageNode, NodePlan> plans, bool forced)
    {
        var open = node.Parents.Where(parent => plans[parent].Artifact is null).Select(parent => parent.Id).ToList();
        if (open.Count > 0)
        {
            IEnumerable<string> own = record.Nodes.TryGetValue(node.Id, out var known)
                ? FingerprintDocument.OwnChangesSince(known.Document, node)
                : [];
            return new NodePlan(node, NodeState.Pending, [$"waits for {Several(open)}", .. own], 0, 0, null);
        }

        var document = FingerprintDocument.OfNode(node, PlannedInputs.Whole(node, plans, digests, cancellation));
        return (node.Streams.Count == 0 ? PlanFold(node, document, forced) : PlanMap(node, document, plans, forced)) with
        {
            Document = document,
        };
    }

    private NodePlan PlanFold(StageNode node, FingerprintDocument document, bool forced)
    {
        var manifest = store.Find(node.Stage.Name, document.Fingerprint, cancellation);
        return manifest is not null && !forced
            ? new NodePlan(node, NodeState.Hit, [], 1, 1, SealedArtifacts.OfFold(store, manifest))
            : new NodePlan(node, NodeState.Stale, Reasons(node, document, [document.Fingerprint], 1, forced), 0, 1, null);
    }

    private NodePlan PlanMap(StageNode node, FingerprintDocument document, Dictionary<StageNode, NodePlan> plans, bool forced)
    {
        var counts = node.Streams.Select(stream => plans[stream.Node].Artifact!.Parts.Count).ToList();
        var total = counts.Max();
        if (counts.Exists(count => count != total))
        {
            return new NodePlan(node, NodeState.Stale, ["its streamed tables differ in their number of parts"], 0, total, null);
        }

        var parts = new List<Part>();
        var missing = new SortedDictionary<int, string>();
        for (var i = 0; i < total; i++)
        {
            var fingerprint = document.WithParts(PlannedInputs.Aligned(node, plans, i)).Fingerprint;
            if (!forced && store.Find(node.Stage.Name, fingerprint, cancellation) is { } manifest)
            {
                parts.Add(SealedArtifacts.OfPart(store, manifest, i));
            }
            else
            {
                missing.Add(i, fingerprint);
            }
        }

        return missing.Count == 0
            ? new NodePlan(node, NodeState.Hit, [], total, total, SealedArtifacts.OfTable(parts)) { SealedParts = parts }
            : new NodePlan(
                node,
                parts.Count > 0 ? NodeState.Partial : NodeState.Stale,
                Reasons(node, document, [.. missing.Values], total, forced),
                parts.Count,
                total,
                null
            )
            {
                SealedParts = parts,
                MissingParts = [.. missing.Keys],
            };
    }

    private List<string> Reasons(StageNode node, FingerprintDocument document, List<string> missing, int total, bool forced)
    {
        if (forced)
        {
            return ["forced"];
        }

        if (!record.Nodes.TryGetValue(node.Id, out var known))
        {
            return missing.Count < total ? ["never run to its end", $"{missing.Count} of {total} parts are missing"] : ["never run"];
        }

        var reasons = document.ChangesSince(known.Document).ToList();
        var lost = missing.Intersect(known.Fingerprints, StringComparer.Ordinal).Count();
        if (lost > 0)
        {
            reasons.Add(
                node.Streams.Count == 0
                    ? "deleted or damaged in the cache"
                    : $"{lost} of {total} parts were deleted or damaged in the cache"
            );
        }

        if (missing.Count > lost && node.Streams.Count > 0 && reasons.Count == (lost > 0 ? 1 : 0))
        {
            reasons.Add($"{missing.Count - lost} of {total} streamed parts are new or changed");
        }

        return reasons.Count > 0 ? reasons : ["not in the cache"];
    }
}
