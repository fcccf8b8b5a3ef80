using Pipeline.Modeling.Decoding;

namespace Pipeline.Stages.Shift;

/// <summary>
/// Compares two models at the positions that both have read. The output layers are multiplied tile by tile, a block of positions by a slice
/// of the vocabulary, and each tile is reduced before the next is made.
/// </summary>
internal sealed class AnswerComparison(IAnswerScorer baseModel, IAnswerScorer tunedModel, int topCount, Func<int, string>? textOf, int workers)
{
    private const int BlockPositions = 256;
    private const int SliceTokens = 32 * IAnswerScorer.SliceUnit;

    private readonly int _vocabulary = Math.Min(baseModel.VocabularySize, tunedModel.VocabularySize);
    private readonly ParallelOptions _parallel = new() { MaxDegreeOfParallelism = workers };

    /// <summary>The comparison at every position.</summary>
    /// <param name="tokens">The tokens that were written there.</param>
    public PositionShift[] Of(IReadOnlyList<int> tokens)
    {
        var shifts = new PositionShift[tokens.Count];
        for (var start = 0; start < tokens.Count; start += BlockPositions)
        {
            var positions = Enumerable.Range(start, Math.Min(BlockPositions, tokens.Count - start)).ToArray();
            var block = Array.ConvertAll(positions, position => new DistributionComparison(tokens[position], topCount));
            Compare(block, positions);
            Parallel.For(0, block.Length, _parallel, i => shifts[positions[i]] = block[i].Result(textOf));
        }

        return shifts;
    }

    private void Compare(DistributionComparison[] block, int[] positions)
    {
        foreach (var (first, length) in Slices())
        {
            var (left, right) = (baseModel.Logits(positions, first, length), tunedModel.Logits(positions, first, length));
            Parallel.For(0, block.Length, _parallel, i => block[i].Add(first, left[i], right[i]));
        }

        Parallel.For(0, block.Length, _parallel, i => block[i].EndPass());
        var open = Enumerable.Range(0, block.Length).Where(i => block[i].NeedsCount).ToArray();
        if (open.Length == 0)
        {
            return;
        }

        var openPositions = Array.ConvertAll(open, i => positions[i]);
        foreach (var (first, length) in Slices())
        {
            var logits = baseModel.Logits(openPositions, first, length);
            Parallel.For(0, open.Length, _parallel, i => block[open[i]].Count(first, logits[i]));
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
