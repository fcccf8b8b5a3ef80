using Pipeline.Modeling.Search;

namespace Pipeline.Stages.Attribution.Retrieve;

/// <summary>The search of dense vectors that the settings ask for: of all rows, or by an index that may leave some out.</summary>
internal sealed class DenseSearch : IDisposable
{
    /// <summary>One of so many answers is searched exactly too.</summary>
    private const int Sampled = 8;

    private readonly INearestNeighbours _search;
    private readonly DenseNeighbours? _measure;
    private readonly int _topK;

    /// <summary>Opens it.</summary>
    /// <param name="rows">All rows.</param>
    /// <param name="options">The settings.</param>
    /// <param name="open">Opens the index; null where none was wired.</param>
    /// <exception cref="InvalidDataException">The index is needed and cannot be opened, or has no such parameter.</exception>
    public DenseSearch(DenseNeighbours rows, RetrieveOptions options, Func<FaissIndex>? open)
    {
        _topK = options.TopK;
        if (options.Approximate is { } parameters && open is not null)
        {
            _search = FaissNeighbours.Approximate(parameters.Tune(open()), rows);
            _measure = rows;
        }
        else if (options.ByFaiss && rows.Count > 0 && FaissIndex.Absence is null)
        {
            _search = FaissNeighbours.Exact(rows);
        }
        else
        {
            _search = rows;
        }
    }

    /// <summary>Whether FAISS searches.</summary>
    public bool IsFaiss => _search is FaissNeighbours;

    /// <summary>The rows nearest to each answer, and on a sample of the answers the share of the nearest that were found.</summary>
    /// <param name="queries">The answers' vectors.</param>
    /// <param name="threads">Threads to compute with.</param>
    public IReadOnlyList<(Neighbour[] Found, double? Recall)> Search(IReadOnlyList<float[]> queries, int threads)
    {
        var found = _search.Search(queries, _topK, threads);
        var sample = _measure is null ? [] : Enumerable.Range(0, queries.Count).Where(i => i % Sampled == 0).ToList();
        var exact = _measure?.Search(sample.ConvertAll(i => queries[i]), _topK, threads);
        return found.Select((rows, i) => (rows, i % Sampled == 0 && exact is not null ? Share(rows, exact[i / Sampled]) : null)).ToList();
    }

    /// <inheritdoc />
    public void Dispose() => _search.Dispose();

    /// <summary>Which share of the exact rows was found; null where there are none.</summary>
    private static double? Share(Neighbour[] found, Neighbour[] exact)
    {
        var rows = found.Select(neighbour => neighbour.Row).ToHashSet();
        return exact.Length == 0 ? null : (double)exact.Count(neighbour => rows.Contains(neighbour.Row)) / exact.Length;
    }
}
