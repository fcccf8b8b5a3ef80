namespace Pipeline.Modeling.Search;

/// <summary>
/// Exact search over sparse vectors by an inverted index: a query touches only the rows that share a dimension with it. Rows that share
/// none (inner product zero) are no neighbours, so there may be fewer than asked for. Safe for use from several threads.
/// </summary>
public sealed class SparseNeighbours
{
    private readonly Dictionary<int, List<(int Row, float Value)>> _postings = [];
    private readonly int _count;
    private readonly IReadOnlyList<int>? _groups;

    /// <summary>An index over sparse vectors.</summary>
    /// <param name="rows">The vectors.</param>
    /// <param name="groups">The group of each row, those of one group next to each other: of a group only the best row is found. Null where
    /// each row is its own.</param>
    public SparseNeighbours(IReadOnlyList<SparseVector> rows, IReadOnlyList<int>? groups = null)
    {
        _groups = groups;
        _count = rows.Count;
        for (var row = 0; row < rows.Count; row++)
        {
            for (var i = 0; i < rows[row].Dimensions.Length; i++)
            {
                if (!_postings.TryGetValue(rows[row].Dimensions[i], out var posting))
                {
                    _postings.Add(rows[row].Dimensions[i], posting = []);
                }

                posting.Add((row, rows[row].Values[i]));
            }
        }
    }

    /// <summary>An index over sparse vectors that are written by dimension.</summary>
    /// <param name="count">How many rows there are.</param>
    /// <param name="starts">For each dimension, numbered from 0 on, where its values begin; at the end where the last one's end.</param>
    /// <param name="rows">The row of each value, ascending within a dimension.</param>
    /// <param name="values">The values.</param>
    /// <param name="groups">The group of each row, as above.</param>
    internal SparseNeighbours(int count, int[] starts, int[] rows, float[] values, IReadOnlyList<int>? groups)
    {
        _groups = groups;
        _count = count;
        for (var dimension = 0; dimension + 1 < starts.Length; dimension++)
        {
            var posting = new List<(int Row, float Value)>(starts[dimension + 1] - starts[dimension]);
            for (var i = starts[dimension]; i < starts[dimension + 1]; i++)
            {
                posting.Add((rows[i], values[i]));
            }

            _postings.Add(dimension, posting);
        }
    }

    /// <summary>The rows of the greatest inner products with each query, at most <paramref name="k"/>, best first, equal ones in the order
    /// of rows.</summary>
    public IReadOnlyList<Neighbour[]> Search(IReadOnlyList<SparseVector> queries, int k, int threads)
    {
        var results = new Neighbour[queries.Count][];
        Parallel.For(
            0,
            queries.Count,
            new ParallelOptions { MaxDegreeOfParallelism = threads },
            () => new float[_count],
            (query, _, scores) =>
            {
                results[query] = SearchOne(queries[query], k, scores);
                return scores;
            },
            _ => { }
        );
        return results;
    }

    private Neighbour[] SearchOne(SparseVector query, int k, float[] scores)
    {
        Array.Clear(scores);
        for (var i = 0; i < query.Dimensions.Length; i++)
        {
            if (_postings.TryGetValue(query.Dimensions[i], out var posting))
            {
                var weight = query.Values[i];
                foreach (var (row, value) in posting)
                {
                    scores[row] += weight * value;
                }
            }
        }

        var top = new TopRows(k, _groups);
        for (var row = 0; row < scores.Length; row++)
        {
            if (scores[row] != 0)
            {
                top.Offer(row, scores[row]);
            }
        }

        return top.Take();
    }
}
