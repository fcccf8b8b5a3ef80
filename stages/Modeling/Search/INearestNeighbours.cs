namespace Pipeline.Modeling.Search;

/// <summary>Finds the dense vectors of the greatest inner products with others. Safe for use from several threads.</summary>
public interface INearestNeighbours : IDisposable
{
    /// <summary>The <paramref name="k"/> rows of the greatest inner products with each query, best first, equal ones in the order of rows;
    /// of rows of one group the best alone. Fewer where there are no more.</summary>
    /// <param name="queries">The queries.</param>
    /// <param name="k">Rows for each query.</param>
    /// <param name="threads">Threads to compute with; changes no result.</param>
    /// <exception cref="InvalidDataException">A query has another dimension than the rows, or holds what is no number.</exception>
    IReadOnlyList<Neighbour[]> Search(IReadOnlyList<float[]> queries, int k, int threads);

    /// <summary>Lets go of what was opened: nothing, where a search does not say otherwise.</summary>
    void IDisposable.Dispose() => GC.SuppressFinalize(this);
}
