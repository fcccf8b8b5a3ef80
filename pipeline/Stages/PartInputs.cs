using Pipeline.Engine.Artifacts;
using Pipeline.Engine.Tables;

namespace Pipeline.Engine.Stages;

/// <summary>
/// The streamed inputs of one part, by name. Tables that descend from the same table by map stages are aligned (part i of one belongs to
/// part i of the other), so a stage may stream several of them side by side.
/// </summary>
public sealed class PartInputs(IReadOnlyDictionary<string, Part> parts)
{
    /// <summary>The streamed part of that input.</summary>
    public Part this[string name] => parts[name];

    /// <summary>All of them.</summary>
    internal IEnumerable<Part> Parts => parts.Values;

    /// <summary>Whether an optional input was wired.</summary>
    public bool Has(string name) => parts.ContainsKey(name);

    /// <summary>Reads the rows of one streamed part; columns that <typeparamref name="TRow"/> lacks are skipped.</summary>
    public async ValueTask<IReadOnlyList<TRow>> ReadAsync<TRow>(string name, CancellationToken cancellation)
        where TRow : class, new() => await TableFile.ReadAsync<TRow>(parts[name].Path, cancellation).ConfigureAwait(false);
}
