using Pipeline.Engine.Tables;

namespace Pipeline.Engine.Stages;

/// <summary>Where a fold stage writes: a temporary folder that the engine flushes, renames and seals when the stage returns.</summary>
public sealed class FoldOutput
{
    private int _parts;

    internal FoldOutput(string folder, string stateFolder)
    {
        Folder = folder;
        StateFolder = stateFolder;
    }

    /// <summary>The folder to write plain files into; every file in it becomes part of the artifact.</summary>
    public string Folder { get; }

    /// <summary>
    /// A folder (perhaps not there yet) that outlives a kill and is removed once the artifact is sealed: the stage keeps its resumable state
    /// here and replaces it atomically itself.
    /// </summary>
    public string StateFolder { get; }

    /// <summary>The path of a file to write into the artifact.</summary>
    public string PathOf(string name) => Path.Combine(Folder, name);

    /// <summary>Appends one part to the artifact's table.</summary>
    public async Task WritePartAsync<TRow>(IReadOnlyList<TRow> rows, CancellationToken cancellation)
        where TRow : class, new() =>
        await TableFile.WriteAsync(PathOf(PartName(_parts++)), rows, cancellation).ConfigureAwait(false);

    /// <summary>Writes a table that is not streamed to other stages as one plain Parquet file, such as <c>metrics.parquet</c>.</summary>
    public async Task WriteTableAsync<TRow>(string name, IReadOnlyList<TRow> rows, CancellationToken cancellation)
        where TRow : class, new() =>
        await TableFile.WriteAsync(PathOf(name), rows, cancellation).ConfigureAwait(false);

    internal static string PartName(int index) => $"part-{index:D5}.parquet";
}
