using System.Numerics.Tensors;

namespace Pipeline.Modeling.Search;

/// <summary>
/// Keeps the best k of a stream of scored rows; equal scores are ordered by row. Of rows of one group only the best counts, the first of
/// equal ones. Not safe for use from several threads.
/// </summary>
/// <param name="k">How many.</param>
/// <param name="groups">The group of each row, those of one group next to each other; null where each row is its own. Then rows are offered
/// in their order.</param>
internal sealed class TopRows(int k, IReadOnlyList<int>? groups = null)
{
    private readonly PriorityQueue<Neighbour, Neighbour> _worstFirst = new(k + 1, Comparer<Neighbour>.Create(WorstFirst));

    private Neighbour? _ofGroup;

    /// <summary>A row that scores less is not among the best, whatever its group.</summary>
    private float Threshold =>
        k == 0 ? float.PositiveInfinity
        : _worstFirst.Count < k ? float.NegativeInfinity
        : _worstFirst.Peek().Score;

    /// <summary>Offers rows one after the other, all of whose scores are numbers.</summary>
    /// <param name="first">The first of them.</param>
    /// <param name="scores">Their scores.</param>
    public void Offer(int first, ReadOnlySpan<float> scores)
    {
        if (TensorPrimitives.Max(scores) < Threshold)
        {
            return;
        }

        for (var i = 0; i < scores.Length; i++)
        {
            Offer(first + i, scores[i]);
        }
    }

    /// <summary>Offers one row.</summary>
    public void Offer(int row, float score)
    {
        if (score < Threshold)
        {
            return;
        }

        var candidate = new Neighbour(row, score);
        if (groups is null)
        {
            Keep(candidate);
        }
        else if (_ofGroup is not { } best || groups[best.Row] != groups[row])
        {
            EndGroup();
            _ofGroup = candidate;
        }
        else if (WorstFirst(candidate, best) > 0)
        {
            _ofGroup = candidate;
        }
    }

    /// <summary>Takes the kept rows, best first, and starts over.</summary>
    public Neighbour[] Take()
    {
        EndGroup();
        var best = new Neighbour[_worstFirst.Count];
        for (var i = best.Length - 1; i >= 0; i--)
        {
            best[i] = _worstFirst.Dequeue();
        }

        return best;
    }

    private void EndGroup()
    {
        if (_ofGroup is { } best)
        {
            Keep(best);
            _ofGroup = null;
        }
    }

    private void Keep(Neighbour candidate)
    {
        if (_worstFirst.Count < k)
        {
            _worstFirst.Enqueue(candidate, candidate);
        }
        else if (k > 0 && WorstFirst(candidate, _worstFirst.Peek()) > 0)
        {
            _worstFirst.DequeueEnqueue(candidate, candidate);
        }
    }

    private static int WorstFirst(Neighbour left, Neighbour right) =>
        left.Score.CompareTo(right.Score) is not 0 and var byScore ? byScore : right.Row.CompareTo(left.Row);
}
