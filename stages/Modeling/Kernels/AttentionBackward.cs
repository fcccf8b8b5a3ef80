using System.Runtime.Intrinsics;

namespace Pipeline.Modeling.Kernels;

/// <summary>Gradients of causal attention; the weights are computed again from the scores and their log-sum-exps (Dao et al.
/// 2022).</summary>
internal sealed unsafe class AttentionBackward(AttentionForm form) : IDisposable
{
    private readonly AttentionScratch _scratch = new(form);
    private readonly FloatBuffer _transposedValues = new((long)form.PaddedLength * form.PaddedWidth);
    private readonly FloatBuffer _keyGradients = new((long)form.PaddedLength * form.PaddedWidth);
    private readonly FloatBuffer _valueGradients = new((long)form.PaddedLength * form.PaddedWidth);
    private readonly FloatBuffer _outputGradients = new((long)AttentionForm.Block * form.PaddedWidth);
    private readonly FloatBuffer _queryGradients = new((long)AttentionForm.Block * form.PaddedWidth);
    private readonly FloatBuffer _scoreGradients = new((long)AttentionForm.Block * form.PaddedLength);

    /// <summary>What is read: the inputs of the forward computation and the gradient of its output.</summary>
    public readonly record struct Inputs(
        HeadRows Queries,
        HeadRows Keys,
        HeadRows Values,
        RotaryRows Rotary,
        HeadRows OutputGradients,
        float[] LogSumExps
    );

    /// <summary>What is written.</summary>
    public readonly record struct Gradients(HeadRows Queries, HeadRows Keys, HeadRows Values);

    /// <summary>The gradients of one key head and of the queries that share it.</summary>
    public void Apply(Inputs inputs, Gradients gradients, int row, int group)
    {
        _scratch.LoadGroup(inputs.Keys, inputs.Values, inputs.Rotary, row, group);
        _scratch.Transpose(_scratch.Values, _transposedValues.Pointer);
        // Added to by every block of every query head that shares this key head, in that order and by one thread.
        _keyGradients.Span(0, form.PaddedLength * form.PaddedWidth).Clear();
        _valueGradients.Span(0, form.PaddedLength * form.PaddedWidth).Clear();
        var times = form.Heads / form.Groups;
        for (var head = group * times; head < (group + 1) * times; head++)
        {
            for (var first = 0; first < form.Length; first += AttentionForm.Block)
            {
                Block(inputs, gradients, row, head, first, Math.Min(AttentionForm.Block, form.Length - first));
            }
        }

        for (var token = 0; token < form.Length; token++)
        {
            var key = _keyGradients.Pointer + ((long)token * form.PaddedWidth);
            // Gradients of rotated keys are rotated back: the transpose of a rotation is the one by the opposite angle.
            inputs.Rotary.Rotate(key, row, token, -1);
            gradients.Keys.Store(row, token, group, key);
            gradients.Values.Store(row, token, group, _valueGradients.Pointer + ((long)token * form.PaddedWidth));
        }
    }

    /// <inheritdoc />
    public void Dispose()
    {
        _scratch.Dispose();
        _transposedValues.Dispose();
        _keyGradients.Dispose();
        _valueGradients.Dispose();
        _outputGradients.Dispose();
        _queryGradients.Dispose();
        _scoreGradients.Dispose();
    }

    private void Block(Inputs inputs, Gradients gradients, int row, int head, int first, int count)
    {
        var (paddedWidth, stride, rows) = (form.PaddedWidth, form.PaddedLength, TileProduct.PaddedRows(count));
        var columns = _scratch.Score(inputs.Queries, inputs.Rotary, row, head, first, count);
        for (var i = 0; i < count; i++)
        {
            inputs.OutputGradients.Load(row, first + i, head, _outputGradients.Pointer + ((long)i * paddedWidth));
        }

        TileProduct.Multiply(
            _outputGradients.Pointer,
            paddedWidth,
            1,
            _transposedValues.Pointer,
            stride,
            _scoreGradients.Pointer,
            stride,
            rows,
            columns,
            form.Width,
            add: false
        );
        for (var i = 0; i < count; i++)
        {
            var weights = _scratch.Scores + ((long)i * stride);
            // With the log-sum-exp kept from the forward computation the weights come out divided; no maximum is needed again.
            SoftmaxWeights.Exponentiate<Exponential>(weights, columns, inputs.LogSumExps[form.LogSumExpIndex(row, head, first + i)]);
            // Weights first, since the products below read them as weights and these as gradients of scores.
            ThroughSoftmax(weights, _scoreGradients.Pointer + ((long)i * stride), columns);
        }

        // Sums over the block's queries, count and not whole tiles of them: rows beyond hold what an earlier block left.
        TileProduct.Multiply(
            _scratch.Scores,
            1,
            stride,
            _outputGradients.Pointer,
            paddedWidth,
            _valueGradients.Pointer,
            paddedWidth,
            columns,
            paddedWidth,
            count,
            add: true
        );
        TileProduct.Multiply(
            _scoreGradients.Pointer,
            1,
            stride,
            _scratch.Queries,
            paddedWidth,
            _keyGradients.Pointer,
            paddedWidth,
            columns,
            paddedWidth,
            count,
            add: true
        );
        // Sums over the keys that the block may see; of the rest up to a whole vector the gradients are zero, as their weights are.
        TileProduct.Multiply(
            _scoreGradients.Pointer,
            stride,
            1,
            _scratch.Keys,
            paddedWidth,
            _queryGradients.Pointer,
            paddedWidth,
            rows,
            paddedWidth,
            first + count,
            add: false
        );
        for (var i = 0; i < count; i++)
        {
            var query = _queryGradients.Pointer + ((long)i * paddedWidth);
            inputs.Rotary.Rotate(query, row, first + i, -1);
            // The scale that the query took before its rotation, in the opposite order.
            gradients.Queries.Store(row, first + i, head, query, form.Scale);
        }
    }

    /// <summary>Gradients of weights become those of scores: w (g − Σ w g).</summary>
    private static void ThroughSoftmax(float* weights, float* gradients, int columns)
    {
        // Sixteen sums and the framework's tree, as for the weights' own sum.
        var sum = Vector512<float>.Zero;
        for (var j = 0; j < columns; j += FloatLanes.Width)
        {
            sum = Vector512.FusedMultiplyAdd(Vector512.Load(weights + j), Vector512.Load(gradients + j), sum);
        }

        var mean = Vector512.Create(Vector512.Sum(sum));
        for (var j = 0; j < columns; j += FloatLanes.Width)
        {
            (Vector512.Load(weights + j) * (Vector512.Load(gradients + j) - mean)).Store(gradients + j);
        }
    }
}
