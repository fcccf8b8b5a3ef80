using Pipeline.Modeling.Decoding;

namespace Pipeline.Stages.Attribution;

/// <summary>Log-probabilities of runs of tokens under one model that reads them (teacher forcing). A sequence with several runs is read
/// once, up to the end of the last.</summary>
internal static class TokenRunScores
{
    /// <summary>Natural log-probability of each token of each run, given all that stands before it; nats.</summary>
    /// <param name="scorer">The model.</param>
    /// <param name="runs">The runs.</param>
    /// <param name="batchSize">Sequences read at once.</param>
    /// <param name="cancellation">Looked at before every batch.</param>
    /// <exception cref="InvalidDataException">A token is none of the model's, or a logit is not a finite number.</exception>
    public static double[][] Score(IAnswerScorer scorer, IReadOnlyList<TokenRun> runs, int batchSize, CancellationToken cancellation)
    {
        var scores = new double[runs.Count][];
        var sequences = runs.Index()
            .GroupBy(entry => entry.Item.Sequence)
            .Select(sequence => sequence.OrderByDescending(entry => entry.Item.End).ToList());
        foreach (
            var batch in sequences.OrderBy(sequence => sequence[0].Item.Sequence.Prompt.Length + sequence[0].Item.End).Chunk(batchSize)
        )
        {
            cancellation.ThrowIfCancellationRequested();
            Score(scorer, batch, scores);
        }

        return scores;
    }

    private static void Score(IAnswerScorer scorer, IReadOnlyList<List<(int Index, TokenRun Item)>> batch, double[][] scores)
    {
        scorer.Read([.. batch.Select(runs => (runs[0].Item.Sequence.Prompt, runs[0].Item.Sequence.Written[..runs[0].Item.End]))]);
        var (positions, tokens) = (new List<int>(), new List<int>());
        var first = 0;
        foreach (var sequence in batch)
        {
            foreach (var (_, run) in sequence)
            {
                for (var token = run.First; token < run.End; token++)
                {
                    positions.Add(first + token);
                    tokens.Add(run.Sequence.Written[token]);
                }
            }

            first += sequence[0].Item.End;
        }

        var found = TokenLogProbabilities.Score(scorer, positions.ToArray(), tokens.ToArray());
        var next = 0;
        foreach (var (index, run) in batch.SelectMany(sequence => sequence))
        {
            scores[index] = found[next..(next + run.Count)];
            next += run.Count;
        }
    }
}
