using Pipeline.Engine.Artifacts;
using Pipeline.Engine.Caching;
using Pipeline.Engine.Tables;

namespace Pipeline.Engine.Stages;

/// <summary>The whole inputs of a stage by name: every one complete before the stage opens.</summary>
public sealed class StageInputs(IReadOnlyDictionary<string, Artifact> artifacts)
{
    /// <summary>The names of the inputs that are there.</summary>
    public IEnumerable<string> Names => artifacts.Keys;

    /// <summary>The input of that name.</summary>
    public Artifact this[string name] => artifacts[name];

    /// <summary>Whether an optional input was wired.</summary>
    public bool Has(string name) => artifacts.ContainsKey(name);

    /// <summary>The optional input of that name; null where it was not wired.</summary>
    public Artifact? Find(string name) => artifacts.GetValueOrDefault(name);

    /// <summary>The names of the inputs that begin with a prefix, of which there may be any number, in ordinal order.</summary>
    public IEnumerable<string> Named(string prefix) =>
        artifacts.Keys.Where(name => name.StartsWith(prefix, StringComparison.Ordinal)).Order(StringComparer.Ordinal);

    /// <summary>Streams the rows of a whole table, one part in memory at a time.</summary>
    public async IAsyncEnumerable<TRow> RowsAsync<TRow>(
        string name,
        [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken cancellation
    )
        where TRow : class, new()
    {
        foreach (var part in artifacts[name].Parts)
        {
            foreach (var row in await TableFile.ReadAsync<TRow>(part.Path, cancellation).ConfigureAwait(false))
            {
                yield return row;
            }
        }
    }

    /// <summary>Reads a plain Parquet file of an input, such as <c>sources.parquet</c> of an ingested dataset.</summary>
    public async Task<IReadOnlyList<TRow>> ReadFileAsync<TRow>(string name, string file, CancellationToken cancellation)
        where TRow : class, new() => await TableFile.ReadAsync<TRow>(artifacts[name].PathOf(file), cancellation).ConfigureAwait(false);

    /// <summary>Makes sure that what was read is what was hashed.</summary>
    /// <exception cref="InputException">A file of the user's was changed meanwhile.</exception>
    internal void EnsureUnchanged(CancellationToken cancellation)
    {
        foreach (var artifact in artifacts.Values)
        {
            FileDigests.EnsureUnchanged(artifact, cancellation);
        }
    }
}
