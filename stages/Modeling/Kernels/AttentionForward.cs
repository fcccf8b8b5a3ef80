namespace Pipeline.Modeling.Kernels;

/// <summary>Causal attention, block by block of queries, without holding more scores than a block's (Dao et al. 2022). Decoding has an
/// attention of its own: <c>docs/decisions/0010-two-attentions.md</c>.</summary>
internal sealed unsafe class AttentionForward(AttentionForm form) : IDisposable
{
    private readonly AttentionScratch _scratch = new(form);
    private readonly FloatBuffer _output = new((long)AttentionForm.Block * form.PaddedWidth);

    /// <summary>The outputs of all heads that share a key head, and the logarithms of their sums of exponentials.</summary>
    public void Apply(
        HeadRows queries,
        HeadRows keys,
        HeadRows values,
        RotaryRows rotary,
        HeadRows output,
        float[] logSumExps,
        int row,
        int group
    )
    {
        _scratch.LoadGroup(keys, values, rotary, row, group);
        var times = form.Heads / form.Groups;
        for (var head = group * times; head < (group + 1) * times; head++)
        {
            // Blocks of queries in order: each sees the keys up to its own last query, and no more are multiplied.
            for (var first = 0; first < form.Length; first += AttentionForm.Block)
            {
                Block(queries, rotary, output, logSumExps, row, head, first, Math.Min(AttentionForm.Block, form.Length - first));
            }
        }
    }

    /// <inheritdoc />
    public void Dispose()
    {
        _scratch.Dispose();
        _output.Dispose();
    }

    private void Block(HeadRows queries, RotaryRows rotary, HeadRows output, float[] logSumExps, int row, int head, int first, int count)
    {
        var columns = _scratch.Score(queries, rotary, row, head, first, count);
        Span<float> sums = stackalloc float[AttentionForm.Block];
        for (var i = 0; i < count; i++)
        {
            var scores = _scratch.Scores + ((long)i * form.PaddedLength);
            // The row's own maximum, so that the largest exponential is 1 and none is infinite.
            var highest = SoftmaxRows.Highest(scores, bfloat16: false, columns);
            sums[i] = SoftmaxWeights.Exponentiate<Exponential>(scores, columns, highest);
            logSumExps[form.LogSumExpIndex(row, head, first + i)] = highest + MathF.Log(sums[i]);
        }

        // Rows beyond count are multiplied too, into rows of the output that nobody reads; of values only those that the block may see.
        TileProduct.Multiply(
            _scratch.Scores,
            form.PaddedLength,
            1,
            _scratch.Values,
            form.PaddedWidth,
            _output.Pointer,
            form.PaddedWidth,
            TileProduct.PaddedRows(count),
            form.PaddedWidth,
            first + count,
            add: false
        );
        for (var i = 0; i < count; i++)
        {
            // Divided once for each output instead of once for each weight.
            output.Store(row, first + i, head, _output.Pointer + ((long)i * form.PaddedWidth), 1 / sums[i]);
        }
    }
}
