namespace Pipeline.Modeling.Training;

/// <summary>
/// Which sequences each optimiser step takes: shuffled each epoch, then batched among neighbours of like length so that little is padding,
/// then the batches shuffled. A function of lengths, settings and seed alone, so a resumed run continues exactly.
/// </summary>
internal sealed class BatchPlan
{
    private const int BatchesPerWindow = 50;
    private readonly long[] _rowsSeen;

    private BatchPlan(IReadOnlyList<int[]> steps, int stepsPerEpoch)
    {
        Steps = steps;
        StepsPerEpoch = stepsPerEpoch;
        _rowsSeen = new long[steps.Count + 1];
        for (var i = 0; i < steps.Count; i++)
        {
            _rowsSeen[i + 1] = _rowsSeen[i] + steps[i].Length;
        }
    }

    /// <summary>The steps, each a list of 0-based sequences in ascending order of length.</summary>
    public IReadOnlyList<int[]> Steps { get; }

    /// <summary>Steps that see every sequence once.</summary>
    public int StepsPerEpoch { get; }

    /// <summary>The plan of a training run; <see cref="TrainingSettings.MaximumSteps"/>, where set, cuts or repeats epochs.</summary>
    public static BatchPlan Plan(IReadOnlyList<int> lengths, TrainingSettings settings)
    {
        var perEpoch = (lengths.Count + settings.BatchSize - 1) / settings.BatchSize;
        var total = settings.MaximumSteps > 0 ? settings.MaximumSteps : checked(perEpoch * settings.Epochs);
        var steps = new List<int[]>();
        for (var epoch = 0; steps.Count < total; epoch++)
        {
            steps.AddRange(Epoch(lengths, settings.BatchSize, new Random(HashCode(settings.Seed, epoch))));
        }

        return new BatchPlan(steps.Take(total).ToList(), perEpoch);
    }

    /// <summary>Sequences taken by the first <paramref name="steps"/> steps, repetitions counted.</summary>
    public long RowsSeen(int steps) => _rowsSeen[steps];

    /// <summary>Epochs seen after <paramref name="steps"/> steps.</summary>
    public double EpochsAt(int steps) => (double)steps / StepsPerEpoch;

    /// <summary>Share of the tokens of right-padded forward passes that is padding, 0–1.</summary>
    /// <param name="lengths">Tokens of each sequence.</param>
    /// <param name="passSize">Sequences in one forward pass.</param>
    public double PaddingShare(IReadOnlyList<int> lengths, int passSize)
    {
        var (padded, used) = (0L, 0L);
        foreach (var pass in Steps.SelectMany(step => step.Chunk(Math.Min(passSize, step.Length))))
        {
            padded += (long)pass.Length * pass.Max(index => lengths[index]);
            used += pass.Sum(index => (long)lengths[index]);
        }

        return padded == 0 ? 0 : 1 - ((double)used / padded);
    }

    private static int[][] Epoch(IReadOnlyList<int> lengths, int batchSize, Random random)
    {
        var order = Enumerable.Range(0, lengths.Count).ToArray();
        random.Shuffle(order);
        var batches = order
            .Chunk(batchSize * BatchesPerWindow)
            .SelectMany(window => window.OrderBy(index => lengths[index]).Chunk(batchSize))
            .ToArray();
        random.Shuffle(batches);
        return batches;
    }

    private static int HashCode(long seed, int epoch) => unchecked((int)((seed * 1_000_003) + epoch));
}
