namespace Pipeline.Modeling.Training;

/// <summary>
/// Which sequences each optimiser step takes: shuffled each epoch, then batched among neighbours of like length so that little is padding,
/// then the batches shuffled. A function of lengths, settings and seed alone, so a resumed run continues exactly.
/// </summary>
public static class BatchPlan
{
    private const int BatchesPerWindow = 16;

    /// <summary>The steps of all epochs, each a list of 0-based sequences.</summary>
    public static IReadOnlyList<int[]> Of(IReadOnlyList<int> lengths, int epochs, int batchSize, long seed)
    {
        var steps = new List<int[]>();
        for (var epoch = 0; epoch < epochs; epoch++)
        {
            var random = new Random(HashCode(seed, epoch));
            var order = Enumerable.Range(0, lengths.Count).ToArray();
            random.Shuffle(order);
            var batches = order.Chunk(batchSize * BatchesPerWindow)
                .SelectMany(window => window.OrderBy(index => lengths[index]).Chunk(batchSize))
                .ToArray();
            random.Shuffle(batches);
            steps.AddRange(batches);
        }

        return steps;
    }

    /// <summary>Share of the tokens of right-padded batches that is padding, 0–1.</summary>
    public static double PaddingShare(IReadOnlyList<int> lengths, IReadOnlyList<int[]> steps)
    {
        var padded = steps.Sum(step => (long)step.Length * step.Max(index => lengths[index]));
        return padded == 0 ? 0 : 1 - ((double)steps.Sum(step => step.Sum(index => (long)lengths[index])) / padded);
    }

    private static int HashCode(long seed, int epoch) => unchecked((int)((seed * 1_000_003) + epoch));
}
