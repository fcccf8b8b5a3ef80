using System.Text.Json.Nodes;
using Pipeline.Engine.Artifacts;
using Pipeline.Engine.Caching;

namespace Pipeline.Engine.Planning;

/// <summary>Everything that an artifact's contents depend on, as a JSON document, and its digest.</summary>
/// <param name="Document">Stage, version, options, digests of what is read; for a map part the digests of its streamed parts too.</param>
internal sealed record FingerprintDocument(JsonObject Document)
{
    /// <summary>SHA-256 of the document's canonical text.</summary>
    public string Fingerprint { get; } = Digest.OfText(CanonicalJson.Text(Document));

    /// <summary>The document of a fold, or what all parts of a map node have in common.</summary>
    public static FingerprintDocument OfNode(StageNode node, IReadOnlyDictionary<string, Artifact> inputs)
    {
        var digests = new JsonObject();
        foreach (var input in node.Inputs)
        {
            var artifact = inputs[input.Name];
            digests[input.Name] = input is NodeOutput { Scope: OutputScope.Table } ? artifact.TableDigest : artifact.Digest;
        }

        return Compose(node, digests);
    }

    /// <summary>What differs between an earlier document and a node whose inputs are not known yet: version and options.</summary>
    public static IReadOnlyList<string> OwnChangesSince(JsonObject earlier, StageNode node) =>
        Compose(node, earlier["inputs"]?.DeepClone()).ChangesSince(earlier);

    /// <summary>The document of one part of a map node.</summary>
    public FingerprintDocument WithParts(IReadOnlyDictionary<string, Part> parts)
    {
        var document = (JsonObject)Document.DeepClone();
        var streams = new JsonObject();
        foreach (var (name, part) in parts.OrderBy(entry => entry.Key, StringComparer.Ordinal))
        {
            streams[name] = part.Digest;
        }

        document["streams"] = streams;
        return new FingerprintDocument(document);
    }

    /// <summary>What differs between an earlier document and this one, as lines "key: old → new"; digests are cut to be readable.</summary>
    public IReadOnlyList<string> ChangesSince(JsonObject earlier)
    {
        var old = new SortedDictionary<string, string>(StringComparer.Ordinal);
        var now = new SortedDictionary<string, string>(StringComparer.Ordinal);
        Flatten(earlier, "", old);
        Flatten(Document, "", now);
        return old
            .Keys.Union(now.Keys)
            .Order(StringComparer.Ordinal)
            .Where(key => old.GetValueOrDefault(key) != now.GetValueOrDefault(key))
            .Select(key => $"{key}: {old.GetValueOrDefault(key, "(none)")} → {now.GetValueOrDefault(key, "(none)")}")
            .ToList();
    }

    private static FingerprintDocument Compose(StageNode node, JsonNode? inputs) =>
        new(
            new JsonObject
            {
                ["stage"] = node.Stage.Name,
                ["version"] = node.Stage.Version,
                ["options"] = CanonicalJson.Serialize(node.Stage.Options),
                ["inputs"] = inputs,
            }
        );

    private static void Flatten(JsonNode? node, string key, SortedDictionary<string, string> into)
    {
        if (node is JsonObject map)
        {
            foreach (var (name, value) in map)
            {
                Flatten(value, key.Length == 0 ? name : $"{key}.{name}", into);
            }

            return;
        }

        var text = CanonicalJson.Text(node);
        into[key] = key.StartsWith("inputs.", StringComparison.Ordinal) && text.Length > 14 ? text[1..11] + "…" : text;
    }
}
