using Pipeline.Modeling.Models;
using static TorchSharp.torch;

namespace Pipeline.Stages.Shift;

/// <summary>
/// Compares two models at given positions from their hidden states. The output layers are multiplied tile by tile, a block of positions by a
/// slice of the vocabulary, and each tile is reduced before the next is made.
/// </summary>
internal sealed class AnswerComparison(CausalLanguageModel baseModel, CausalLanguageModel tunedModel, int topCount, Func<int, string>? textOf, int workers)
{
    private const int BlockRows = 256;
    private const int SliceTokens = 4096;

    private readonly int _vocabulary = Math.Min(baseModel.Configuration.VocabularySize, tunedModel.Configuration.VocabularySize);
    private readonly ParallelOptions _parallel = new() { MaxDegreeOfParallelism = workers };

    /// <summary>The comparison at each of n positions.</summary>
    /// <param name="baseHidden">The base's hidden states [n, hidden].</param>
    /// <param name="tunedHidden">The tuned model's hidden states [n, hidden].</param>
    /// <param name="tokens">The n tokens that were written there.</param>
    public PositionShift[] Of(Tensor baseHidden, Tensor tunedHidden, IReadOnlyList<int> tokens)
    {
        var shifts = new PositionShift[tokens.Count];
        for (var start = 0; start < tokens.Count; start += BlockRows)
        {
            using var scope = NewDisposeScope();
            var count = Math.Min(BlockRows, tokens.Count - start);
            var block = Enumerable.Range(start, count).Select(i => new DistributionComparison(tokens[i], topCount)).ToArray();
            Compare(block, baseHidden.narrow(0, start, count), tunedHidden.narrow(0, start, count));
            Parallel.For(0, count, _parallel, i => shifts[start + i] = block[i].Result(textOf));
        }

        return shifts;
    }

    private void Compare(DistributionComparison[] block, Tensor baseHidden, Tensor tunedHidden)
    {
        foreach (var (first, length) in Slices())
        {
            using var scope = NewDisposeScope();
            var (left, right) = (baseModel.Logits(baseHidden, first, length).cpu(), tunedModel.Logits(tunedHidden, first, length).cpu());
            var (leftTile, rightTile) = (new LogitTile(left, length), new LogitTile(right, length));
            Parallel.For(0, block.Length, _parallel, i => block[i].Add(first, leftTile.Row(i), rightTile.Row(i)));
        }

        Parallel.For(0, block.Length, _parallel, i => block[i].EndPass());
        var open = Enumerable.Range(0, block.Length).Where(i => block[i].NeedsCount).ToArray();
        if (open.Length == 0)
        {
            return;
        }

        var hidden = baseHidden.index_select(0, tensor(open.Select(i => (long)i).ToArray()).to(baseHidden.device));
        foreach (var (first, length) in Slices())
        {
            using var scope = NewDisposeScope();
            var logits = baseModel.Logits(hidden, first, length).cpu();
            var tile = new LogitTile(logits, length);
            Parallel.For(0, open.Length, _parallel, i => block[open[i]].Count(first, tile.Row(i)));
        }
    }

    private IEnumerable<(int First, int Length)> Slices()
    {
        for (var first = 0; first < _vocabulary; first += SliceTokens)
        {
            yield return (first, Math.Min(SliceTokens, _vocabulary - first));
        }
    }

    /// <summary>A tile of logits in memory; the tensor must outlive it.</summary>
    private readonly unsafe struct LogitTile(Tensor logits, int length)
    {
        private readonly nint _first = (nint)System.Runtime.CompilerServices.Unsafe.AsPointer(ref System.Runtime.InteropServices.MemoryMarshal.GetReference(logits.bytes));

        public ReadOnlySpan<float> Row(int row) => new((float*)_first + ((long)row * length), length);
    }
}
