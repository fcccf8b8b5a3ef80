using Pipeline.Modeling.Search;

namespace Pipeline.Stages.Attribution.Retrieve;

/// <summary>An approximate index, and how hard it is searched.</summary>
public sealed record IndexParameters
{
    /// <summary>What kind of index, as FAISS's factory reads it, such as HNSW32.</summary>
    public required string Index { get; init; }

    /// <summary>Of an index of lists, how many of them are searched; null for an index without lists.</summary>
    public int? Nprobe { get; init; }

    /// <summary>Of an index that is a graph, how many rows are kept in view; null for an index that is none.</summary>
    public int? EfSearch { get; init; }

    /// <summary>Sets an index to be searched so; disposes it where that cannot be.</summary>
    /// <returns>The index.</returns>
    /// <exception cref="InvalidDataException">This kind of index has no such parameter.</exception>
    public FaissIndex Tune(FaissIndex index)
    {
        try
        {
            if (Nprobe is { } lists)
            {
                index.Set("nprobe", lists);
            }

            if (EfSearch is { } rows)
            {
                // Of lists whose heads are found by a graph, the graph is a part.
                index.Set(Nprobe is null ? "efSearch" : "quantizer_efSearch", rows);
            }

            return index;
        }
        catch (InvalidDataException)
        {
            index.Dispose();
            throw;
        }
    }
}
