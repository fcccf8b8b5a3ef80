using System.Text.Json.Nodes;
using Pipeline.Engine.Caching;
using Pipeline.Engine.Stages;

namespace Pipeline.Engine.Planning;

/// <summary>What is known of a node's artifacts before its inputs are: everything with the same kind may be one of its.</summary>
/// <param name="Stage">The stage's name.</param>
/// <param name="Version">Its version.</param>
/// <param name="Options">The canonical text of its options.</param>
internal sealed record NodeKind(string Stage, int Version, string Options)
{
    /// <summary>The kind of a stage with its settings bound.</summary>
    public static NodeKind FromStage(Stage stage) =>
        new(stage.Name, stage.Version, CanonicalJson.Text(CanonicalJson.Serialize(stage.Options)));

    /// <summary>The kind that a fingerprint document, or <see cref="ToJson"/>, speaks of.</summary>
    /// <exception cref="InvalidOperationException">It is of another form; also <see cref="FormatException"/> and
    /// <see cref="NullReferenceException"/>.</exception>
    public static NodeKind FromDocument(JsonObject document) =>
        new((string)document["stage"]!, (int)document["version"]!, CanonicalJson.Text(document["options"]));

    /// <summary>The kind as JSON, with the keys of a fingerprint document.</summary>
    public JsonObject ToJson() =>
        new()
        {
            ["stage"] = Stage,
            ["version"] = Version,
            ["options"] = JsonNode.Parse(Options),
        };
}
