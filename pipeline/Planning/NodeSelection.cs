using Pipeline.Engine.Configuration;

namespace Pipeline.Engine.Planning;

/// <summary>What a run may do with a node.</summary>
internal enum NodeMode
{
    /// <summary>Take it from the cache or compute it.</summary>
    Run,

    /// <summary>Compute it even if it is cached.</summary>
    Force,

    /// <summary>Take it from the cache only: something selected needs it.</summary>
    CachedOnly,

    /// <summary>Leave it out.</summary>
    Skip,
}

/// <summary>
/// Which nodes a run covers. Names are stage names (<c>generate</c>) or node ids (<c>generate/lft.alpaca</c>).
/// <c>Until</c>: these and what they need. <c>From</c>: these and all that follows, the rest from the cache. <c>Only</c>: just these, the
/// rest from the cache. <c>Force</c>: these are computed again; what follows runs again only if their bytes change.
/// </summary>
internal sealed class NodeSelection
{
    private readonly Dictionary<StageNode, NodeMode> _modes = [];

    /// <summary>A selection over a graph; empty lists select everything.</summary>
    /// <exception cref="InputException">A name fits no node.</exception>
    public NodeSelection(
        Graph graph,
        IReadOnlyList<string>? force = null,
        IReadOnlyList<string>? from = null,
        IReadOnlyList<string>? until = null,
        IReadOnlyList<string>? only = null
    )
    {
        var selected = graph.Nodes.ToHashSet();
        if (until is { Count: > 0 })
        {
            selected.IntersectWith(Ancestors(Matching(graph, until, "--until")));
        }

        if (from is { Count: > 0 })
        {
            selected.IntersectWith(Descendants(graph, Matching(graph, from, "--from")));
        }

        if (only is { Count: > 0 })
        {
            selected.IntersectWith(Matching(graph, only, "--only"));
        }

        var forced = force is { Count: > 0 } ? Matching(graph, force, "--force") : [];
        var needed = Ancestors(selected);
        foreach (var node in graph.Nodes)
        {
            _modes[node] = selected.Contains(node)
                ? forced.Contains(node)
                    ? NodeMode.Force
                    : NodeMode.Run
                : needed.Contains(node)
                    ? NodeMode.CachedOnly
                    : NodeMode.Skip;
        }
    }

    /// <summary>What the run may do with a node.</summary>
    public NodeMode ModeOf(StageNode node) => _modes[node];

    /// <summary>The nodes that a name stands for: a stage's name or a node's id.</summary>
    /// <exception cref="InputException">A name fits no node.</exception>
    public static HashSet<StageNode> Matching(Graph graph, IReadOnlyList<string> names, string option)
    {
        var found = new HashSet<StageNode>();
        foreach (var name in names)
        {
            var matches = graph.Nodes.Where(node => node.Id == name || node.Stage.Name == name || node.Id.Split('/')[0] == name).ToList();
            if (matches.Count == 0)
            {
                var stages = graph.Nodes.Select(node => node.Stage.Name).Distinct().ToList();
                var known = name.Contains('/', StringComparison.Ordinal) ? graph.Nodes.Select(node => node.Id).ToList() : stages;
                var advice = NearestKey.Find(name, known) is { } nearest ? $"did you mean '{nearest}'? " : "";
                throw new InputException(
                    $"{option} '{name}' fits no stage; {advice}there are: {string.Join(", ", stages)} (or one variant, such as "
                        + $"{graph.Nodes[^1].Id})."
                );
            }

            found.UnionWith(matches);
        }

        return found;
    }

    private static HashSet<StageNode> Ancestors(IEnumerable<StageNode> nodes)
    {
        var all = new HashSet<StageNode>();
        var open = new Stack<StageNode>(nodes);
        while (open.TryPop(out var node))
        {
            if (all.Add(node))
            {
                foreach (var parent in node.Parents)
                {
                    open.Push(parent);
                }
            }
        }

        return all;
    }

    private static HashSet<StageNode> Descendants(Graph graph, HashSet<StageNode> nodes)
    {
        var all = new HashSet<StageNode>(nodes);
        foreach (var node in graph.Nodes.Where(node => node.Parents.Any(all.Contains)))
        {
            all.Add(node);
        }

        return all;
    }
}
