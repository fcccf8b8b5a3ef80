using Pipeline.Modeling.Decoding;

namespace Pipeline.Stages.Answers.Shift;

/// <summary>
/// Compares two models at the positions that both have read; the base has read every answer once for each wrapper, one wrapper after the
/// other.
/// The output layers are multiplied tile by tile, a block of positions by a slice of the vocabulary, and each tile is reduced before the
/// next is made.
/// </summary>
/// <param name="baseModel">The base's side.</param>
/// <param name="tunedModel">The side that wrote the answers; null where that is the base's, under the first wrapper.</param>
/// <param name="wrappers">How often the base has read the answers.</param>
/// <param name="topCount">Length of the top-k lists.</param>
/// <param name="textOf">The text by which their entries are matched; null to match ids.</param>
/// <param name="workers">Threads to compute with.</param>
internal sealed class AnswerComparison(
    IAnswerScorer baseModel,
    IAnswerScorer? tunedModel,
    int wrappers,
    int topCount,
    Func<int, string>? textOf,
    int workers
)
{
    private const int BlockRows = 256;
    private const int SliceTokens = 32 * IAnswerScorer.SliceUnit;

    private readonly int _vocabulary = Math.Min(baseModel.VocabularySize, (tunedModel ?? baseModel).VocabularySize);
    private readonly int _blockPositions = Math.Max(1, BlockRows / wrappers);
    private readonly ParallelOptions _parallel = new() { MaxDegreeOfParallelism = workers };

    /// <summary>The comparison at every position, all positions under the first wrapper first.</summary>
    /// <param name="tokens">The tokens that were written there.</param>
    public PositionShift[] Compare(IReadOnlyList<int> tokens)
    {
        var shifts = new PositionShift[wrappers * tokens.Count];
        for (var start = 0; start < tokens.Count; start += _blockPositions)
        {
            var positions = Enumerable.Range(start, Math.Min(_blockPositions, tokens.Count - start)).ToArray();
            var basePositions = Enumerable
                .Range(0, wrappers)
                .SelectMany(wrapper => positions.Select(position => (wrapper * tokens.Count) + position))
                .ToArray();
            var written = Array.ConvertAll(basePositions, position => tokens[position % tokens.Count]);
            var logits = baseModel.LogitsOf(basePositions, written);
            var block = written.Select((token, i) => new DistributionComparison(token, logits[i], topCount)).ToArray();
            Compare(block, basePositions, positions);
            Parallel.For(0, block.Length, _parallel, i => shifts[basePositions[i]] = block[i].Result(textOf));
        }

        return shifts;
    }

    private void Compare(DistributionComparison[] block, int[] basePositions, int[] positions)
    {
        foreach (var (first, length) in Slices())
        {
            var left = baseModel.Logits(basePositions, first, length);
            var right = tunedModel?.Logits(positions, first, length) ?? left;
            Parallel.For(0, block.Length, _parallel, i => block[i].Add(first, left[i], right[i % positions.Length]));
        }

        Parallel.For(0, block.Length, _parallel, i => block[i].EndPass());
        foreach (var (first, length) in Slices())
        {
            var open = Enumerable.Range(0, block.Length).Where(i => block[i].NeedsCount(first)).ToArray();
            if (open.Length > 0)
            {
                var logits = baseModel.Logits(Array.ConvertAll(open, i => basePositions[i]), first, length);
                Parallel.For(0, open.Length, _parallel, i => block[open[i]].Count(first, logits[i]));
            }
        }
    }

    private IEnumerable<(int First, int Length)> Slices()
    {
        for (var first = 0; first < _vocabulary; first += SliceTokens)
        {
            yield return (first, Math.Min(SliceTokens, _vocabulary - first));
        }
    }
}
