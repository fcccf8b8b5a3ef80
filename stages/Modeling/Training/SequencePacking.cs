namespace Pipeline.Modeling.Training;

/// <summary>Packs sequences into rows of at most one length, so that less is padding: longest first, each into the fullest row that it
/// fits.</summary>
internal static class SequencePacking
{
    /// <summary>The rows, in the order of their first sequence. Every sequence is in one of them, whole.</summary>
    /// <param name="sequences">The sequences; one longer than a row becomes a row of its own.</param>
    /// <param name="length">Tokens of a row at most.</param>
    public static IReadOnlyList<TrainingSequence> Pack(IReadOnlyList<TrainingSequence> sequences, int length)
    {
        var rows = new List<List<int>>();
        var byFreeTokens = new SortedSet<(int FreeTokens, int Row)>();
        foreach (
            var index in Enumerable
                .Range(0, sequences.Count)
                .OrderByDescending(index => sequences[index].TokenIds.Length)
                .ThenBy(index => index)
        )
        {
            var needed = sequences[index].TokenIds.Length;
            var fitting = byFreeTokens.GetViewBetween((needed, 0), (int.MaxValue, int.MaxValue));
            var (free, row) = fitting.Count > 0 ? fitting.Min : (length, rows.Count);
            if (row == rows.Count)
            {
                rows.Add([]);
            }

            byFreeTokens.Remove((free, row));
            rows[row].Add(index);
            byFreeTokens.Add((free - needed, row));
        }

        return rows.Select(row => row.Order().ToList())
            .OrderBy(row => row[0])
            .Select(row => TrainingSequence.Packed(row.Select(index => sequences[index]).ToList()))
            .ToList();
    }
}
