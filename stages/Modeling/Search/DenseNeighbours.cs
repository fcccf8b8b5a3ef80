using System.Numerics.Tensors;

namespace Pipeline.Modeling.Search;

/// <summary>Exact search over dense vectors held in one block of memory, a block of queries at a time so that rows stay in the cache. Safe
/// for use from several threads.</summary>
public sealed class DenseNeighbours
{
    private const int QueriesPerBlock = 16;

    private readonly float[] _rows;
    private readonly int _dimension;
    private readonly int _count;
    private readonly IReadOnlyList<int>? _groups;

    /// <summary>An index over vectors of one dimension.</summary>
    /// <param name="rows">The vectors.</param>
    /// <param name="groups">The group of each row, those of one group next to each other: of a group only the best row is found. Null where
    /// each row is its own.</param>
    /// <exception cref="InvalidDataException">The vectors differ in dimension, or one holds what is no number.</exception>
    public DenseNeighbours(IReadOnlyList<float[]> rows, IReadOnlyList<int>? groups = null)
    {
        _groups = groups;
        _count = rows.Count;
        _dimension = rows.Count == 0 ? 0 : rows[0].Length;
        _rows = new float[checked(_count * _dimension)];
        for (var i = 0; i < _count; i++)
        {
            Check(rows[i], $"row {i + 1} of the index");
            rows[i].CopyTo(_rows, i * _dimension);
        }
    }

    /// <summary>The <paramref name="k"/> rows of the greatest inner products with each query, best first, equal ones in the order of
    /// rows.</summary>
    /// <exception cref="InvalidDataException">A query has another dimension than the rows, or holds what is no number.</exception>
    public IReadOnlyList<Neighbour[]> Search(IReadOnlyList<float[]> queries, int k, int threads)
    {
        var results = new Neighbour[queries.Count][];
        var blocks = (queries.Count + QueriesPerBlock - 1) / QueriesPerBlock;
        Parallel.For(
            0,
            blocks,
            new ParallelOptions { MaxDegreeOfParallelism = threads },
            block =>
            {
                var first = block * QueriesPerBlock;
                var count = Math.Min(QueriesPerBlock, queries.Count - first);
                var tops = new TopRows[count];
                for (var q = 0; q < count; q++)
                {
                    Check(queries[first + q], $"query {first + q + 1}");
                    tops[q] = new TopRows(k, _groups);
                }

                for (var row = 0; row < _count; row++)
                {
                    var vector = _rows.AsSpan(row * _dimension, _dimension);
                    for (var q = 0; q < count; q++)
                    {
                        tops[q].Offer(row, TensorPrimitives.Dot(vector, queries[first + q]));
                    }
                }

                for (var q = 0; q < count; q++)
                {
                    results[first + q] = tops[q].Take();
                }
            }
        );
        return results;
    }

    private void Check(float[] vector, string what)
    {
        if (_count > 0 && vector.Length != _dimension)
        {
            throw new InvalidDataException(
                $"{what} has {vector.Length} dimensions, expected {_dimension}: the two tables were embedded differently."
            );
        }

        if (!float.IsFinite(TensorPrimitives.SumOfSquares(vector)))
        {
            throw new InvalidDataException($"{what} is no vector of finite numbers.");
        }
    }
}
