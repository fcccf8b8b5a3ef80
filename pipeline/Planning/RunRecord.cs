using System.Text.Json.Nodes;
using Pipeline.Engine.Artifacts;
using Pipeline.Engine.Caching;

namespace Pipeline.Engine.Planning;

/// <summary>What a run knows of one node: which artifact it is and what it was made from.</summary>
/// <param name="Stage">The stage's name.</param>
/// <param name="Document">The node's fingerprint document (for a map node, what its parts have in common).</param>
/// <param name="Fingerprints">Fingerprints of its sealed artifacts: one for a fold, one a part for a map node.</param>
/// <param name="Rows">Rows of its table.</param>
internal sealed record NodeRecord(string Stage, JsonObject Document, IReadOnlyList<string> Fingerprints, long Rows)
{
    /// <summary>Whether it says the same as another.</summary>
    public bool Says(NodeRecord other) => Fingerprints.SequenceEqual(other.Fingerprints) && JsonNode.DeepEquals(Document, other.Document);
}

/// <summary>
/// The record of a run: which artifact each node came to, so that later commands can find them and say what changed since, and which nodes
/// it began without coming to their end, whose finished parts it will want again.
/// </summary>
/// <param name="File">The configuration that the run is of, relative to the run's folder, so that both can be moved together; null if not
/// known.</param>
/// <param name="Nodes">The nodes that came to an artifact, by id.</param>
/// <param name="Begun">The nodes that did not yet, by id.</param>
internal sealed record RunRecord(string? File, IReadOnlyDictionary<string, NodeRecord> Nodes, IReadOnlyDictionary<string, NodeKind> Begun)
{
    private const string FileKey = "file";
    private const string NodesKey = "nodes";
    private const string BegunKey = "begun";

    /// <summary>The record of a run that never was.</summary>
    public static RunRecord Empty { get; } = new(null, new Dictionary<string, NodeRecord>(), new Dictionary<string, NodeKind>());

    /// <summary>A record from JSON; null if it is of another form or says what cannot be.</summary>
    public static RunRecord? FromJson(JsonObject root)
    {
        try
        {
            return new RunRecord(
                (string?)root[FileKey],
                root[NodesKey]!.AsObject().ToDictionary(entry => entry.Key, entry => NodeFrom(entry.Value!), StringComparer.Ordinal),
                root[BegunKey]!
                    .AsObject()
                    .ToDictionary(entry => entry.Key, entry => NodeKind.FromDocument(entry.Value!.AsObject()), StringComparer.Ordinal)
            );
        }
        catch (Exception error) when (error is InvalidOperationException or NullReferenceException or FormatException or ArgumentException)
        {
            return null;
        }
    }

    /// <summary>The record as JSON.</summary>
    public JsonObject ToJson()
    {
        var nodes = new JsonObject();
        foreach (var (id, node) in Nodes.OrderBy(entry => entry.Key, StringComparer.Ordinal))
        {
            nodes[id] = new JsonObject
            {
                ["stage"] = node.Stage,
                ["rows"] = node.Rows,
                ["fingerprints"] = new JsonArray([.. node.Fingerprints.Select(fingerprint => (JsonNode)fingerprint)]),
                ["document"] = node.Document.DeepClone(),
            };
        }

        var begun = new JsonObject();
        foreach (var (id, kind) in Begun.OrderBy(entry => entry.Key, StringComparer.Ordinal))
        {
            begun[id] = kind.ToJson();
        }

        return new JsonObject
        {
            [FileKey] = File,
            [NodesKey] = nodes,
            [BegunKey] = begun,
        };
    }

    /// <summary>The record once a node was begun.</summary>
    public RunRecord WithBegun(string id, NodeKind kind) => this with { Begun = new Dictionary<string, NodeKind>(Begun) { [id] = kind } };

    /// <summary>The record once a node came to its end.</summary>
    public RunRecord WithCompleted(string id, NodeRecord node)
    {
        var begun = new Dictionary<string, NodeKind>(Begun);
        begun.Remove(id);
        return this with
        {
            Nodes = new Dictionary<string, NodeRecord>(Nodes) { [id] = node },
            Begun = begun,
        };
    }

    /// <summary>The sealed artifact that a node came to; null if it was never run or is no longer in the cache.</summary>
    public Artifact? ArtifactOf(StageNode node, ArtifactStore store, CancellationToken cancellation)
    {
        if (!Nodes.TryGetValue(node.Id, out var record) || record.Stage != node.Stage.Name)
        {
            return null;
        }

        var manifests = record.Fingerprints.Select(fingerprint => store.Find(record.Stage, fingerprint, cancellation)).ToList();
        return manifests.Any(manifest => manifest is null) || (manifests.Count == 0 && node.Streams.Count == 0) ? null
            : node.Streams.Count == 0 ? SealedArtifacts.OfFold(store, manifests[0]!)
            : SealedArtifacts.OfTable(manifests.Select((manifest, index) => SealedArtifacts.OfPart(store, manifest!, index)).ToList());
    }

    private static NodeRecord NodeFrom(JsonNode node) =>
        new(
            RelativeName.IsInside((string)node["stage"]!) ? (string)node["stage"]! : throw new FormatException("no stage"),
            node["document"]!.AsObject(),
            node["fingerprints"]!
                .AsArray()
                .Select(entry => Digest.Is((string)entry!) ? (string)entry! : throw new FormatException("no fingerprint"))
                .ToList(),
            (long)node["rows"]!
        );
}
