using Pipeline.Engine.Tables;

namespace Pipeline.Engine.Stages;

/// <summary>Where a fold stage writes: a temporary folder that the engine flushes, renames and seals when the stage returns.</summary>
public sealed class FoldOutput
{
    private readonly Action _stateSaved;
    private readonly Dictionary<string, long> _partRows = new(StringComparer.Ordinal);

    internal FoldOutput(string folder, string stateFolder, Action stateSaved, CancellationToken cancellation)
    {
        Folder = folder;
        StateFolder = stateFolder;
        State = new ResumableState(stateFolder, cancellation);
        _stateSaved = stateSaved;
    }

    /// <summary>The folder to write plain files into; every file in it becomes part of the artifact.</summary>
    public string Folder { get; }

    /// <summary>
    /// A folder (perhaps not there yet) that outlives a kill and is removed once the artifact is sealed: the stage keeps its resumable
    /// state here and replaces it atomically itself.
    /// </summary>
    public string StateFolder { get; }

    /// <summary>The same folder for state that is sealed, as all should be that a later process reads.</summary>
    public ResumableState State { get; }

    /// <summary>Row counts of the parts written so far, by file name.</summary>
    internal IReadOnlyDictionary<string, long> PartRows => _partRows;

    /// <summary>The path of a file to write into the artifact.</summary>
    public string PathOf(string name) => Path.Combine(Folder, name);

    /// <summary>Appends one part to the artifact's table.</summary>
    public async Task WritePartAsync<TRow>(IReadOnlyList<TRow> rows, CancellationToken cancellation)
        where TRow : class, new()
    {
        var name = $"part-{_partRows.Count:D5}.parquet";
        await TableFile.WriteAsync(PathOf(name), rows, cancellation).ConfigureAwait(false);
        _partRows.Add(name, rows.Count);
    }

    /// <summary>Writes a table that is not streamed to other stages as one plain Parquet file, such as <c>metrics.parquet</c>.</summary>
    public async Task WriteTableAsync<TRow>(string name, IReadOnlyList<TRow> rows, CancellationToken cancellation)
        where TRow : class, new() => await TableFile.WriteAsync(PathOf(name), rows, cancellation).ConfigureAwait(false);

    /// <summary>To be called whenever resumable state has just been saved: a moment at which crash tests stop the program.</summary>
    public void StateSaved() => _stateSaved();
}
