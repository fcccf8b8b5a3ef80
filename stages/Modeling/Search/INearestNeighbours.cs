namespace Pipeline.Modeling.Search;

/// <summary>Finds the rows of an index with the greatest inner product with a query. Safe for use from several threads.</summary>
/// <typeparam name="TVector">How a vector is held: dense or sparse.</typeparam>
public interface INearestNeighbours<in TVector>
{
    /// <summary>The best <paramref name="k"/> rows for each query, best first, equal scores in the order of rows.</summary>
    IReadOnlyList<Neighbour[]> Search(IReadOnlyList<TVector> queries, int k, int threads);
}
