using System.Numerics.Tensors;
using Pipeline.Modeling.Kernels;

namespace Pipeline.Modeling.Search;

/// <summary>
/// Exact search over dense vectors, in managed code: every row is compared. A score is one chain of fused multiply-adds over the dimensions
/// in ascending order, so it is the same on any processor, with any number of threads, and wherever else it is computed. Safe for use from
/// several threads.
/// </summary>
public sealed unsafe class DenseNeighbours : INearestNeighbours
{
    /// <summary>Queries that pass a strip of rows while it is in the nearest cache.</summary>
    private const int QueriesPerBlock = 64;

    private const int Strip = 2 * TileProduct.Columns;

    /// <summary>Rows side by side: the first numbers of 32 rows, their second numbers, and so on; zeros where rows end.</summary>
    private readonly float[][] _strips;

    /// <summary>An index over vectors of one dimension.</summary>
    /// <param name="rows">The vectors.</param>
    /// <param name="groups">The group of each row, those of one group next to each other: of a group only the best row is found. Null where
    /// each row is its own.</param>
    /// <exception cref="InvalidDataException">The vectors differ in dimension, or one holds what is no number.</exception>
    public DenseNeighbours(IReadOnlyList<float[]> rows, IReadOnlyList<int>? groups = null)
    {
        Groups = groups;
        Count = rows.Count;
        Dimension = Count == 0 ? 0 : rows[0].Length;
        _strips = new float[(Count + Strip - 1) / Strip][];
        for (var i = 0; i < Count; i++)
        {
            var row = rows[i];
            Check(row, () => $"row {i + 1} of the index");
            var strip = _strips[i / Strip] ??= new float[checked(Dimension * Strip)];
            for (var (k, at) = (0, i % Strip); k < row.Length; k++, at += Strip)
            {
                strip[at] = row[k];
            }

            LongestSquare = Math.Max(LongestSquare, TensorPrimitives.SumOfSquares(row));
        }
    }

    /// <summary>Number of rows.</summary>
    public int Count { get; }

    /// <summary>Numbers of a vector; 0 where there are no rows.</summary>
    public int Dimension { get; }

    /// <summary>The group of each row; null where each is its own.</summary>
    internal IReadOnlyList<int>? Groups { get; }

    /// <summary>The greatest squared length of a row.</summary>
    internal double LongestSquare { get; }

    /// <inheritdoc />
    public IReadOnlyList<Neighbour[]> Search(IReadOnlyList<float[]> queries, int k, int threads)
    {
        RequireComparable(queries);
        var results = new Neighbour[queries.Count][];
        Parallel.For(
            0,
            (queries.Count + QueriesPerBlock - 1) / QueriesPerBlock,
            new ParallelOptions { MaxDegreeOfParallelism = threads },
            block =>
            {
                var first = block * QueriesPerBlock;
                SearchBlock(queries, first, Math.Min(QueriesPerBlock, queries.Count - first), k, results);
            }
        );
        return results;
    }

    /// <summary>Refuses queries that cannot be compared with the rows.</summary>
    /// <exception cref="InvalidDataException">A query has another dimension than the rows, or holds what is no number.</exception>
    internal void RequireComparable(IReadOnlyList<float[]> queries)
    {
        for (var i = 0; i < queries.Count; i++)
        {
            Check(queries[i], () => $"query {i + 1}");
        }
    }

    /// <summary>The inner product of a row and a query, with the bits that a search gives it.</summary>
    internal float Score(int row, float[] query)
    {
        var strip = _strips[row / Strip];
        var score = 0f;
        for (var (k, at) = (0, row % Strip); k < query.Length; k++, at += Strip)
        {
            score = MathF.FusedMultiplyAdd(query[k], strip[at], score);
        }

        return score;
    }

    /// <summary>Copies rows, one after the other.</summary>
    /// <param name="first">0-based number of the first.</param>
    /// <param name="vectors">Takes as many as there is room for.</param>
    internal void CopyRows(int first, Span<float> vectors)
    {
        for (var (row, to) = (first, 0); to < vectors.Length; row++)
        {
            var strip = _strips[row / Strip];
            for (var (k, at) = (0, row % Strip); k < Dimension; k++, at += Strip)
            {
                vectors[to++] = strip[at];
            }
        }
    }

    private void SearchBlock(IReadOnlyList<float[]> queries, int first, int count, int k, Neighbour[][] results)
    {
        var padded = TileProduct.PaddedRows(count);
        var block = new float[padded * Dimension];
        var tops = new TopRows[count];
        for (var q = 0; q < count; q++)
        {
            queries[first + q].AsSpan(0, Dimension).CopyTo(block.AsSpan(q * Dimension));
            tops[q] = new TopRows(k, Groups);
        }

        var scores = stackalloc float[TileProduct.Rows * Strip];
        fixed (float* tiles = block)
        {
            for (var s = 0; s < _strips.Length; s++)
            {
                var rows = Math.Min(Strip, Count - (s * Strip));
                fixed (float* strip = _strips[s])
                {
                    for (var tile = 0; tile < padded; tile += TileProduct.Rows)
                    {
                        TileProduct.Wide(
                            tiles + ((long)tile * Dimension),
                            Dimension,
                            1,
                            strip,
                            Strip,
                            null,
                            scores,
                            Strip,
                            Dimension,
                            add: false
                        );
                        for (var q = tile; q < Math.Min(tile + TileProduct.Rows, count); q++)
                        {
                            tops[q].Offer(s * Strip, new ReadOnlySpan<float>(scores + ((q - tile) * Strip), rows));
                        }
                    }
                }
            }
        }

        for (var q = 0; q < count; q++)
        {
            results[first + q] = tops[q].Take();
        }
    }

    private void Check(float[] vector, Func<string> what)
    {
        if (Count > 0 && vector.Length != Dimension)
        {
            throw new InvalidDataException(
                $"{what()} has {vector.Length} dimensions, expected {Dimension}: the two tables were embedded differently."
            );
        }

        if (!float.IsFinite(TensorPrimitives.SumOfSquares(vector)))
        {
            throw new InvalidDataException($"{what()} is no vector of finite numbers.");
        }
    }
}
