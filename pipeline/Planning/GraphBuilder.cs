using System.Text.Json.Nodes;
using Pipeline.Engine.Caching;
using Pipeline.Engine.Stages;

namespace Pipeline.Engine.Planning;

/// <summary>
/// Collects nodes. A node equal to one that is there already (same stage, version, options and wired inputs) becomes that node, so variants
/// share what they have in common. Since a node can only be wired to nodes that exist, there are no cycles.
/// </summary>
public sealed class GraphBuilder
{
    private readonly List<StageNode> _nodes = [];
    private readonly Dictionary<string, StageNode> _byIdentity = new(StringComparer.Ordinal);
    private readonly HashSet<string> _ids = new(StringComparer.Ordinal);

    /// <summary>Adds a map node, or returns the equal one that exists.</summary>
    public StageNode Map(string id, MapStage stage, IReadOnlyList<NodeOutput> streams, params IReadOnlyList<NodeInput> inputs) =>
        Add(new StageNode(id, stage, streams, inputs));

    /// <summary>Adds a fold node, or returns the equal one that exists.</summary>
    public StageNode Fold(string id, FoldStage stage, params IReadOnlyList<NodeInput> inputs) => Add(new StageNode(id, stage, [], inputs));

    /// <summary>The finished graph.</summary>
    public Graph Build(StageNode? report) => new(_nodes.ToList(), report);

    private static string Identity(StageNode node)
    {
        var wires = new JsonObject();
        foreach (var input in node.Streams.Concat(node.Inputs))
        {
            wires.Add(
                input.Name,
                input switch
                {
                    NodeOutput output => $"{output.Scope}:{output.Node.Id}",
                    ExternalInput external => $"{external.Path}|{string.Join('|', external.Patterns)}",
                    _ => throw new NotSupportedException(input.GetType().Name),
                }
            );
        }

        return CanonicalJson.Text(
            new JsonObject
            {
                ["stage"] = node.Stage.Name,
                ["version"] = node.Stage.Version,
                ["options"] = CanonicalJson.Serialize(node.Stage.Options),
                ["wires"] = wires,
            }
        );
    }

    private StageNode Add(StageNode node)
    {
        var identity = Identity(node);
        if (_byIdentity.TryGetValue(identity, out var equal))
        {
            return equal;
        }

        if (!_ids.Add(node.Id))
        {
            throw new InputException($"Two different stages would both write '{node.Id}'; give the variants different names.");
        }

        _byIdentity.Add(identity, node);
        _nodes.Add(node);
        return node;
    }
}
