using Pipeline.Engine;
using Pipeline.Engine.CommandLine;
using Pipeline.Engine.Planning;
using Pipeline.Engine.Tables;

namespace Pipeline.App.RowViews;

/// <summary>Reads the rows that a view shows beside the inspected one.</summary>
internal static class TableRows
{
    /// <summary>The inspected row as its record.</summary>
    public static async Task<TRow> OwnAsync<TRow>(InspectedRow row, CancellationToken cancellation)
        where TRow : class, new() => (await TableFile.ReadAsync<TRow>(row.Part.Path, cancellation).ConfigureAwait(false))[row.IndexInPart];

    /// <summary>The rows of the part that a streamed input holds at the inspected row's part.</summary>
    public static async Task<IReadOnlyList<TRow>> StreamedAsync<TRow>(InspectedRow row, StageNode node, CancellationToken cancellation)
        where TRow : class, new() =>
        await TableFile.ReadAsync<TRow>(Artifact(row, node).Parts[row.Part.Index].Path, cancellation).ConfigureAwait(false);

    /// <summary>The rows of a whole table that a view asks for, in the order of the ids.</summary>
    public static async Task<IReadOnlyList<TRow>> ByIdAsync<TRow>(
        InspectedRow row,
        StageNode node,
        IReadOnlyList<string> ids,
        Func<TRow, string> idOf,
        CancellationToken cancellation
    )
        where TRow : class, new()
    {
        var found = new Dictionary<string, TRow>(StringComparer.Ordinal);
        foreach (var part in Artifact(row, node).Parts)
        {
            foreach (
                var candidate in (await TableFile.ReadAsync<TRow>(part.Path, cancellation).ConfigureAwait(false)).Where(candidate =>
                    ids.Contains(idOf(candidate))
                )
            )
            {
                found.TryAdd(idOf(candidate), candidate);
            }
        }

        return [.. ids.Where(found.ContainsKey).Select(id => found[id])];
    }

    /// <summary>The node behind a whole input of the inspected row's node.</summary>
    public static StageNode Input(InspectedRow row, string name) =>
        row.Node.Inputs.OfType<NodeOutput>().Single(input => input.Name == name).Node;

    /// <summary>The node behind a streamed input of the inspected row's node.</summary>
    public static StageNode Stream(InspectedRow row, string name) => row.Node.Streams.Single(stream => stream.Name == name).Node;

    private static Engine.Artifacts.Artifact Artifact(InspectedRow row, StageNode node) =>
        row.ArtifactOf(node) ?? throw new InputException($"{node.Id} is no longer in the cache; --columns shows the row without it.");
}
