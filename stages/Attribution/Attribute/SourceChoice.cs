using Pipeline.Modeling.Search;
using Pipeline.Stages.Attribution.Retrieve;

namespace Pipeline.Stages.Attribution.Attribute;

/// <summary>
/// Chooses which of the rows that hold a span of one answer is named: the one that retrieval ranks best; where it has retrieved none of
/// them, the one whose texts (requests and responses) share most with prompt and answer. The weight of a shared word is
/// ln((1 + n) / (1 + df)) + 1, with n rows of which df have the word (smoothed inverse document frequency, as tf-idf retrieval has it);
/// each distinct word counts once. Ties go to the first row of the table.
/// </summary>
internal sealed class SourceChoice
{
    /// <summary>Up to so many places all holders are listed; beyond it the retrieved rows are looked through. Both find the same
    /// row.</summary>
    private const int FewPlaces = 2048;

    private readonly PhraseIndex _index;
    private readonly int[] _retrieved;
    private readonly float[] _similarities;
    private readonly Dictionary<int, int> _ranks = [];
    private readonly Dictionary<int, double> _weights = [];
    private readonly Dictionary<int, double> _overlaps = [];

    /// <summary>A choice for the spans of one answer.</summary>
    /// <param name="index">The dataset's index.</param>
    /// <param name="neighbours">What retrieval found for the answer.</param>
    /// <param name="words">The numbers of the prompt's and the answer's words.</param>
    /// <exception cref="InvalidDataException">A retrieved row is none of the index.</exception>
    public SourceChoice(PhraseIndex index, NeighbourRow neighbours, IEnumerable<int> words)
    {
        _index = index;
        _similarities = neighbours.Similarities;
        _retrieved = new int[neighbours.Neighbours.Length];
        for (var rank = 0; rank < _retrieved.Length; rank++)
        {
            var id = neighbours.Neighbours[rank];
            _retrieved[rank] =
                index.FindRow(id)
                ?? throw new InvalidDataException(
                    $"Row {id}, retrieved for {neighbours.InstanceId}, is not in the index: it is of another " + "dataset."
                );
            _ranks.TryAdd(_retrieved[rank], rank);
        }

        foreach (var word in words)
        {
            if (word > 0)
            {
                _weights.TryAdd(word, TfidfWeights.Weigh(index.Rows, index.CountRowsWith(word)));
            }
        }
    }

    /// <summary>The row to name, and the similarity that retrieval gave it; null where it was not retrieved.</summary>
    /// <param name="phrase">The span's words.</param>
    /// <param name="holders">The rows that hold it, at least one.</param>
    public (int Row, double? Similarity) Choose(ReadOnlySpan<int> phrase, PhraseHolders holders)
    {
        if (holders.Places <= FewPlaces)
        {
            var rows = holders.List();
            var best = rows.Where(_ranks.ContainsKey).Select(row => _ranks[row]).DefaultIfEmpty(-1).Min();
            return best >= 0 ? (_retrieved[best], _similarities[best]) : (Closest(rows), null);
        }

        for (var rank = 0; rank < _retrieved.Length; rank++)
        {
            if (_index.Find(_retrieved[rank], phrase) is not null)
            {
                return (_retrieved[rank], _similarities[rank]);
            }
        }

        return (Closest(holders.List()), null);
    }

    private int Closest(IReadOnlyList<int> rows)
    {
        var closest = rows[0];
        foreach (var row in rows)
        {
            closest = Overlap(row) > Overlap(closest) ? row : closest;
        }

        return closest;
    }

    private double Overlap(int row)
    {
        if (!_overlaps.TryGetValue(row, out var overlap))
        {
            foreach (var word in _index.About(row))
            {
                overlap += _weights.GetValueOrDefault(word);
            }

            _overlaps.Add(row, overlap);
        }

        return overlap;
    }
}
