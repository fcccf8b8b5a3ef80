using System.Text.Json;
using System.Text.Json.Nodes;
using Pipeline.Engine.Artifacts;
using Pipeline.Engine.Caching;

namespace Pipeline.Engine.Planning;

/// <summary>What a run knows of one node: which artifact it is and what it was made from.</summary>
/// <param name="Stage">The stage's name.</param>
/// <param name="Document">The node's fingerprint document (for a map node, what its parts have in common).</param>
/// <param name="Fingerprints">Fingerprints of its sealed artifacts: one for a fold, one a part for a map node.</param>
/// <param name="Rows">Rows of its table.</param>
internal sealed record NodeRecord(string Stage, JsonObject Document, IReadOnlyList<string> Fingerprints, long Rows);

/// <summary>
/// The record of a run, <c>runs/&lt;name&gt;/nodes.json</c>: which artifact each node came to, so that later commands can find them and say
/// what changed since.
/// </summary>
internal sealed class RunRecord
{
    private const string FileName = "nodes.json";

    /// <summary>Far more than the largest graph's; what is longer is none of ours and is not read into memory.</summary>
    private const long MostBytes = 64 << 20;

    private readonly string _path;
    private readonly Lock _lock = new();
    private readonly SortedDictionary<string, NodeRecord> _nodes;

    private RunRecord(string path, SortedDictionary<string, NodeRecord> nodes)
    {
        _path = path;
        _nodes = nodes;
    }

    /// <summary>The nodes on record by id.</summary>
    public IReadOnlyDictionary<string, NodeRecord> Nodes => _nodes;

    /// <summary>Reads the record of a run; empty if there is none yet or it is damaged.</summary>
    public static RunRecord Load(string runsFolder, string run)
    {
        var path = Path.Combine(runsFolder, run, FileName);
        var nodes = new SortedDictionary<string, NodeRecord>(StringComparer.Ordinal);
        if (new FileInfo(path) is { Exists: true, Length: <= MostBytes })
        {
            try
            {
                foreach (var (id, node) in JsonNode.Parse(File.ReadAllText(path))!.AsObject())
                {
                    nodes[id] = new NodeRecord(
                        (string)node!["stage"]!,
                        node["document"]!.AsObject(),
                        node["fingerprints"]!
                            .AsArray()
                            .Select(entry => Digest.Is((string)entry!) ? (string)entry! : throw new FormatException("no fingerprint"))
                            .ToList(),
                        (long)node["rows"]!
                    );
                }
            }
            catch (Exception error)
                when (error is JsonException or InvalidOperationException or NullReferenceException or FormatException or ArgumentException)
            {
                nodes.Clear();
            }
        }

        return new RunRecord(path, nodes);
    }

    /// <summary>The records of all runs below a folder.</summary>
    public static IEnumerable<RunRecord> LoadAll(string runsFolder) =>
        !Directory.Exists(runsFolder)
            ? []
            : Directory
                .EnumerateFiles(runsFolder, FileName, SearchOption.AllDirectories)
                .Order(StringComparer.Ordinal)
                .Select(path => Load(runsFolder, Path.GetRelativePath(runsFolder, Path.GetDirectoryName(path)!)));

    /// <summary>The sealed artifact that a node came to; null if it was never run or is no longer in the cache.</summary>
    public Artifact? ArtifactOf(StageNode node, ArtifactStore store)
    {
        if (!_nodes.TryGetValue(node.Id, out var record) || record.Stage != node.Stage.Name)
        {
            return null;
        }

        var manifests = record.Fingerprints.Select(fingerprint => store.Find(record.Stage, fingerprint)).ToList();
        return manifests.Any(manifest => manifest is null) || (manifests.Count == 0 && node.Streams.Count == 0) ? null
            : node.Streams.Count == 0 ? SealedArtifacts.OfFold(store, manifests[0]!)
            : SealedArtifacts.OfTable(manifests.Select((manifest, index) => SealedArtifacts.OfPart(store, manifest!, index)).ToList());
    }

    /// <summary>Notes what a node came to and writes the record, unless that is what it says already.</summary>
    internal void Note(string id, NodeRecord record)
    {
        lock (_lock)
        {
            if (
                _nodes.TryGetValue(id, out var known)
                && known.Fingerprints.SequenceEqual(record.Fingerprints)
                && JsonNode.DeepEquals(known.Document, record.Document)
            )
            {
                return;
            }

            _nodes[id] = record;
            Save();
        }
    }

    private void Save()
    {
        var root = new JsonObject();
        foreach (var (id, node) in _nodes)
        {
            var fingerprints = new JsonArray();
            foreach (var fingerprint in node.Fingerprints)
            {
                fingerprints.Add((JsonNode)fingerprint);
            }

            root[id] = new JsonObject
            {
                ["stage"] = node.Stage,
                ["rows"] = node.Rows,
                ["fingerprints"] = fingerprints,
                ["document"] = node.Document.DeepClone(),
            };
        }

        Directory.CreateDirectory(Path.GetDirectoryName(_path)!);
        DurableFile.WriteAllText(_path, root.ToJsonString(new JsonSerializerOptions { WriteIndented = true }));
    }
}
