namespace Pipeline.Modeling.Search;

/// <summary>
/// Makes one ranking of several by reciprocal rank fusion (Cormack, Clarke and Büttcher, Reciprocal Rank Fusion outperforms Condorcet and
/// individual Rank Learning Methods, SIGIR 2009): a row scores Σ 1 / (k + rank) over the rankings that have it, ranks counted from 1. Only
/// ranks count, so that scores need no common scale.
/// </summary>
public static class ReciprocalRankFusion
{
    /// <summary>The best rows of all rankings together, best first, equal scores in the order of rows.</summary>
    /// <param name="rankings">Rows of each ranking, best first, none twice.</param>
    /// <param name="k">How little the first ranks are set apart; the authors' is 60.</param>
    /// <param name="most">How many rows at most.</param>
    public static Neighbour[] Fuse(IReadOnlyList<IReadOnlyList<int>> rankings, int k, int most)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(k);
        var ranks = new SortedDictionary<int, List<int>>();
        foreach (var ranking in rankings)
        {
            for (var place = 0; place < ranking.Count; place++)
            {
                if (!ranks.TryGetValue(ranking[place], out var found))
                {
                    ranks.Add(ranking[place], found = []);
                }

                found.Add(place + 1);
            }
        }

        // Summed in the order of ranks: the same ranks from other rankings are the same score to the last bit, so that ties are ties.
        return
        [
            .. ranks
                .Select(row => (Row: row.Key, Score: row.Value.Order().Sum(rank => 1.0 / (k + (double)rank))))
                .OrderByDescending(row => row.Score)
                .Take(most)
                .Select(row => new Neighbour(row.Row, (float)row.Score)),
        ];
    }
}
