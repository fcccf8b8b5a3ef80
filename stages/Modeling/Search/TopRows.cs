namespace Pipeline.Modeling.Search;

/// <summary>Keeps the best k of a stream of scored rows; equal scores are ordered by row. Not safe for use from several threads.</summary>
internal sealed class TopRows(int k)
{
    private readonly PriorityQueue<Neighbour, Neighbour> _worstFirst = new(k + 1, Comparer<Neighbour>.Create(WorstFirst));

    /// <summary>Offers one row.</summary>
    public void Offer(int row, float score)
    {
        var candidate = new Neighbour(row, score);
        if (_worstFirst.Count < k)
        {
            _worstFirst.Enqueue(candidate, candidate);
        }
        else if (k > 0 && WorstFirst(candidate, _worstFirst.Peek()) > 0)
        {
            _worstFirst.DequeueEnqueue(candidate, candidate);
        }
    }

    /// <summary>Takes the kept rows, best first, and starts over.</summary>
    public Neighbour[] Take()
    {
        var best = new Neighbour[_worstFirst.Count];
        for (var i = best.Length - 1; i >= 0; i--)
        {
            best[i] = _worstFirst.Dequeue();
        }

        return best;
    }

    private static int WorstFirst(Neighbour left, Neighbour right) =>
        left.Score.CompareTo(right.Score) is not 0 and var byScore ? byScore : right.Row.CompareTo(left.Row);
}
