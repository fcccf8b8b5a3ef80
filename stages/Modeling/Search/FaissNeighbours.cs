namespace Pipeline.Modeling.Search;

/// <summary>
/// Search by an index of FAISS, which names candidates; what they score is computed again as <see cref="DenseNeighbours"/> does. So an
/// exact index gives what that gives, bit for bit: candidates are widened until no other row can be among the best, whatever either side's
/// rounding, and where that takes too many the query is searched there. An approximate index leaves rows out, but scores none wrongly.
/// Queries of nothing but zeros, to which all rows are equally near, are searched there too. Takes the memory of the vectors twice. Safe
/// for use from several threads.
/// </summary>
public sealed class FaissNeighbours : INearestNeighbours
{
    /// <summary>Queries of one call: enough for products of matrices, few enough for all threads to have some. Fixed, because the last bits
    /// of what an index computes may depend on it.</summary>
    private const int QueriesPerCall = 128;

    /// <summary>Candidates beside those that are wanted.</summary>
    private const int Surplus = 16;

    /// <summary>How many times as many candidates are asked for when they were too few.</summary>
    private const int Widening = 4;

    private const int RowsPerCopy = 1024;

    private readonly FaissIndex _index;
    private readonly DenseNeighbours _exact;
    private readonly bool _isExact;
    private readonly int _groups;

    private FaissNeighbours(FaissIndex index, DenseNeighbours exact, bool isExact)
    {
        (_index, _exact, _isExact) = (index, exact, isExact);
        _groups = exact.Groups is { } groups
            ? Enumerable.Range(0, groups.Count).Count(row => row == 0 || groups[row] != groups[row - 1])
            : exact.Count;
    }

    /// <summary>A search that finds what <paramref name="exact"/> finds.</summary>
    /// <param name="exact">The rows, at least one.</param>
    /// <exception cref="InvalidDataException">FAISS is not there.</exception>
    public static FaissNeighbours Exact(DenseNeighbours exact)
    {
        var index = FaissIndex.Create(FaissIndex.Flat, exact.Dimension);
        var vectors = new float[RowsPerCopy * exact.Dimension];
        for (var first = 0; first < exact.Count; first += RowsPerCopy)
        {
            var some = vectors.AsSpan(0, Math.Min(RowsPerCopy, exact.Count - first) * exact.Dimension);
            exact.CopyRows(first, some);
            index.Add(some, threads: 1);
        }

        return new FaissNeighbours(index, exact, isExact: true);
    }

    /// <summary>A search that asks an index which may leave rows out.</summary>
    /// <param name="index">An index of the same rows; disposed with the search.</param>
    /// <param name="exact">The rows.</param>
    /// <exception cref="InvalidDataException">They are not the same rows.</exception>
    public static FaissNeighbours Approximate(FaissIndex index, DenseNeighbours exact) =>
        index.Count == exact.Count && index.Dimension == exact.Dimension
            ? new FaissNeighbours(index, exact, isExact: false)
            : throw new InvalidDataException(
                $"The index has {index.Count} rows of {index.Dimension} dimensions; expected {exact.Count} of {exact.Dimension}."
            );

    /// <inheritdoc />
    public IReadOnlyList<Neighbour[]> Search(IReadOnlyList<float[]> queries, int k, int threads)
    {
        _exact.RequireComparable(queries);
        var results = new Neighbour[queries.Count][];
        Parallel.For(
            0,
            (queries.Count + QueriesPerCall - 1) / QueriesPerCall,
            new ParallelOptions { MaxDegreeOfParallelism = threads },
            call =>
            {
                var first = call * QueriesPerCall;
                var some = Enumerable.Range(first, Math.Min(QueriesPerCall, queries.Count - first)).ToList();
                SearchSome(queries, some, k, results);
            }
        );
        return results;
    }

    /// <inheritdoc />
    public void Dispose() => _index.Dispose();

    private void SearchSome(IReadOnlyList<float[]> queries, List<int> some, int k, Neighbour[][] results)
    {
        var open = k == 0 ? [] : some.FindAll(query => queries[query].AsSpan().ContainsAnyExcept(0f));
        var wanted = Math.Min(k, _groups);
        var width = (int)Math.Min(_exact.Count, wanted + (long)Surplus);
        while (open.Count > 0 && wanted > 0)
        {
            open = Narrow(queries, open, k, wanted, width, results);
            if (width >= _exact.Count / Widening)
            {
                break;
            }

            width *= Widening;
        }

        var left = some.FindAll(query => results[query] is null);
        var found = _exact.Search(left.ConvertAll(query => queries[query]), k, threads: 1);
        for (var i = 0; i < left.Count; i++)
        {
            results[left[i]] = found[i];
        }
    }

    /// <summary>Asks for candidates once.</summary>
    /// <returns>The queries that need more.</returns>
    private List<int> Narrow(IReadOnlyList<float[]> queries, List<int> open, int k, int wanted, int width, Neighbour[][] results)
    {
        var asked = new float[open.Count * _exact.Dimension];
        for (var i = 0; i < open.Count; i++)
        {
            queries[open[i]].CopyTo(asked, i * _exact.Dimension);
        }

        var scores = new float[open.Count * width];
        var rows = new long[open.Count * width];
        _index.Search(asked, width, scores, rows, threads: 1);
        var unsettled = new List<int>();
        for (var i = 0; i < open.Count; i++)
        {
            var query = queries[open[i]];
            var candidates = rows.AsSpan(i * width, width);
            var best = Best(query, candidates, k);
            var isSettled =
                width == _exact.Count
                || (
                    _isExact
                        ? best.Length == wanted && best[^1].Score > scores[(i * width) + width - 1] + RoundingOf(query)
                        : best.Length == wanted || candidates[0] == FaissIndex.NoRow
                );
            if (isSettled)
            {
                results[open[i]] = best;
            }
            else
            {
                unsettled.Add(open[i]);
            }
        }

        return unsettled;
    }

    /// <summary>The best of some candidates, by what they score exactly; sorts the candidates by row.</summary>
    private Neighbour[] Best(float[] query, Span<long> candidates, int k)
    {
        candidates.Sort();
        var best = new TopRows(k, _exact.Groups);
        var last = FaissIndex.NoRow;
        foreach (var row in candidates)
        {
            if (row != last)
            {
                best.Offer((int)row, _exact.Score((int)row, query));
            }

            last = row;
        }

        return best.Take();
    }

    /// <summary>
    /// How far apart two computed inner products can be of what is equal: each is off by γ = n·u / (1 − n·u) times the lengths at most,
    /// in whatever order it is summed (Higham 2002, 3.1), u being half a last place.
    /// </summary>
    private double RoundingOf(float[] query)
    {
        var off = query.Length * Math.Pow(2, -24);
        var length = Math.Sqrt(query.Sum(value => (double)value * value) * LongestSquare);
        return (2 * off / (1 - off) * length) + (query.Length * (double)float.Epsilon);
    }

    // Its own sum was rounded too.
    private double LongestSquare => _exact.LongestSquare * 1.01;
}
