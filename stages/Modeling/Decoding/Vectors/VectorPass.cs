using System.Numerics.Tensors;
using Pipeline.Modeling.Kernels;
using Pipeline.Modeling.Models;
using Pipeline.Modeling.Models.Decoder;

namespace Pipeline.Modeling.Decoding.Vectors;

/// <summary>
/// Reads tokens: each is a row of its own, be it a prompt's or the next of an answer, and all rows go through the layers together. Nothing
/// is padded, and a row's result has the same bits whatever else is read beside it and on however many threads. One caller at a time.
/// </summary>
internal sealed class VectorPass : IDisposable
{
    private readonly VectorModel _model;
    private readonly VectorAdapter? _adapter;
    private readonly ModelConfiguration _configuration;
    private readonly DecoderLayout _layout;
    private readonly WorkerTeam _team;
    private readonly MatrixProduct _product;
    private readonly RotaryAngles _rotary;
    private readonly PassBuffers _buffers;
    private readonly Action<int, int> _prepareRow;
    private readonly Action<int, int> _attend;
    private readonly Action<int, int> _activate;
    private readonly TokenRow[] _rows;
    private readonly (float[] Cosines, float[] Sines)[] _angles;
    private readonly int _capacity;
    private int _count;
    private int _layer;

    /// <summary>A pass.</summary>
    /// <param name="model">The weights.</param>
    /// <param name="adapter">An adapter to apply; null for none.</param>
    /// <param name="team">Threads to compute with.</param>
    /// <param name="maximumRows">Rows that it can take at once.</param>
    /// <param name="capacity">The longest sequence, tokens.</param>
    /// <exception cref="InvalidDataException">The adapter is for a model of another shape.</exception>
    public VectorPass(VectorModel model, VectorAdapter? adapter, WorkerTeam team, int maximumRows, int capacity)
    {
        (_model, _adapter, _team) = (model, adapter, team);
        (_configuration, _layout) = (model.Configuration, model.Configuration.Layout);
        adapter?.RequireFits(model.LinearLayers);
        _product = new MatrixProduct(team);
        _rotary = new RotaryAngles(_configuration);
        _buffers = new PassBuffers(model, adapter, maximumRows, team.Members, capacity);
        _capacity = capacity;
        _rows = new TokenRow[maximumRows];
        _angles = new (float[], float[])[maximumRows];
        (_prepareRow, _attend, _activate) = (PrepareRow, Attend, Activate);
    }

    /// <summary>Reads the rows; <see cref="Hidden"/> then gives what came of each. Rows of a sequence come in order.</summary>
    /// <exception cref="InvalidDataException">A token is none of the model's, or a position is beyond what learned positions
    /// reach.</exception>
    /// <exception cref="ArgumentOutOfRangeException">There are more rows than it can take, or a sequence has no room for one.</exception>
    public void Read(ReadOnlySpan<TokenRow> rows)
    {
        Require(rows);
        rows.CopyTo(_rows);
        _count = rows.Length;
        for (var i = 0; i < _count; i++)
        {
            _model.Embed(_rows[i].Token, _rows[i].Position, _buffers.Residual(i));
            _angles[i] = _layout.Positions is null ? _rotary.At(_rows[i].Position, _rows[i].Length) : default;
        }

        for (_layer = 0; _layer < _model.Layers.Count; _layer++)
        {
            Layer(_model.Layers[_layer]);
        }
    }

    /// <summary>The last hidden state of a row of the last pass, after the final norm.</summary>
    public void Hidden(int row, Span<float> target) => _model.FinalNorm.Apply(_buffers.Residual(row), target);

    /// <summary>Logits of rows of hidden states, all of the vocabulary.</summary>
    /// <returns>Floats from one row to the next.</returns>
    public int Logits(FloatBuffer hidden, int rows, FloatBuffer logits) => Logits(hidden, rows, 0, _model.Head.GroupCount, logits);

    /// <summary>Logits of rows of hidden states for a slice of the vocabulary, <paramref name="groups"/> groups of 128 tokens.</summary>
    /// <returns>Floats from one row to the next.</returns>
    public int Logits(FloatBuffer hidden, int rows, int firstGroup, int groups, FloatBuffer logits)
    {
        var stride = checked(groups * PackedMatrix.GroupWidth);
        _product.Multiply(_model.Head, firstGroup, groups, hidden, _configuration.HiddenSize, logits, stride, rows);
        if (_configuration.LogitSoftCap is { } cap)
        {
            for (var row = 0; row < rows; row++)
            {
                var one = logits.Span((long)row * stride, stride);
                TensorPrimitives.Divide(one, (float)cap, one);
                TensorPrimitives.Tanh(one, one);
                TensorPrimitives.Multiply(one, (float)cap, one);
            }
        }

        return stride;
    }

    /// <inheritdoc />
    public void Dispose()
    {
        _product.Dispose();
        _buffers.Dispose();
    }

    /// <summary>What is looked up or written for a row has a place: nothing below checks it again.</summary>
    private void Require(ReadOnlySpan<TokenRow> rows)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan(rows.Length, _rows.Length, nameof(rows));
        foreach (var row in rows)
        {
            _configuration.RequireToken(row.Token);
            if (row.Position < 0 || row.Position >= Math.Min(_capacity, row.Sequence.Capacity))
            {
                throw new ArgumentOutOfRangeException(
                    nameof(rows),
                    $"position {row.Position} of a pass for {_capacity} tokens and a sequence with room for {row.Sequence.Capacity}"
                );
            }
        }
    }

    private void Layer(VectorLayer layer)
    {
        Norm(layer.AttentionNorm);
        Multiply(layer.QueryKeyValue, _buffers.Normed, _configuration.HiddenSize, _buffers.QueryKeyValue);
        _team.Run(_count, _prepareRow);
        // After all rows have stored their keys and values: a prompt's later rows look at its earlier ones in the same pass.
        _team.Run(_count * _configuration.KeyValueHeads, _attend);
        Multiply(layer.AttentionOutput, _buffers.Attended, _configuration.Heads * _configuration.HeadDimension, _buffers.Projected);
        if (_layout.ParallelResidual)
        {
            // Both read the residual as it was; attention's part joins it only after the feed-forward has read it.
            if (layer.FeedForwardNorm is not null)
            {
                Norm(layer.FeedForwardNorm);
            }

            _buffers.KeepProjected(_count);
            FeedForward(layer);
            AddToResidual(_buffers.Kept, layer.AttentionOutputNorm);
        }
        else
        {
            AddToResidual(_buffers.Projected, layer.AttentionOutputNorm);
            Norm(layer.FeedForwardNorm);
            FeedForward(layer);
        }
    }

    private void FeedForward(VectorLayer layer)
    {
        Multiply(layer.Inner, _buffers.Normed, _configuration.HiddenSize, _buffers.Inner);
        _team.Run(_count, _activate);
        Multiply(layer.Down, _buffers.Activated, _buffers.ActivatedStride, _buffers.Projected);
        AddToResidual(_buffers.Projected, layer.FeedForwardOutputNorm);
    }

    private void Norm(VectorNorm? norm)
    {
        for (var row = 0; row < _count; row++)
        {
            if (norm is null)
            {
                _buffers.Residual(row).CopyTo(_buffers.NormedRow(row));
            }
            else
            {
                norm.Apply(_buffers.Residual(row), _buffers.NormedRow(row));
            }
        }
    }

    private void AddToResidual(FloatBuffer projected, VectorNorm? norm)
    {
        for (var row = 0; row < _count; row++)
        {
            var addend = projected.Span((long)row * _buffers.ProjectedStride, _configuration.HiddenSize);
            norm?.Apply(addend, addend);
            TensorPrimitives.Add(_buffers.Residual(row), addend, _buffers.Residual(row));
        }
    }

    private void Multiply(VectorLinear linear, FloatBuffer x, int xStride, FloatBuffer y)
    {
        _product.Multiply(linear.Matrix, x, xStride, y, linear.Matrix.Stride, _count);
        if (_adapter is null)
        {
            return;
        }

        // After the product and not inside it: the base's weights are packed once for all adapters. Rank first, in one chain, then outputs.
        foreach (var (path, first) in linear.Paths)
        {
            if (_adapter.TryGet(path, out var factors))
            {
                _product.Multiply(factors.A, x, xStride, _buffers.Low, factors.A.Stride, _count);
                _product.Multiply(factors.B, _buffers.Low, factors.A.Stride, _buffers.Update, factors.B.Stride, _count);
                for (var row = 0; row < _count; row++)
                {
                    var target = y.Span(((long)row * linear.Matrix.Stride) + first, factors.B.Outputs);
                    TensorPrimitives.Add(target, _buffers.Update.Span((long)row * factors.B.Stride, factors.B.Outputs), target);
                }
            }
        }
    }

    /// <summary>Norms and rotates a row's queries and keys and stores its keys and values.</summary>
    private void PrepareRow(int row, int member)
    {
        var (layer, offsets) = (_model.Layers[_layer], _buffers.Offsets);
        var projected = _buffers.QueryKeyValue.Span((long)row * offsets.Stride, offsets.Stride);
        var queries = projected[..offsets.QueryEnd];
        var keys = projected[offsets.FirstKey..offsets.KeyEnd];
        layer.QueryNorm?.Apply(queries, queries);
        layer.KeyNorm?.Apply(keys, keys);
        if (layer.Attention.Rotary && _angles[row].Cosines is not null)
        {
            RotaryAngles.Rotate(queries, _configuration.Heads, offsets.HeadStride, _angles[row]);
            RotaryAngles.Rotate(keys, _configuration.KeyValueHeads, offsets.HeadStride, _angles[row]);
        }

        var token = _rows[row];
        for (var group = 0; group < _configuration.KeyValueHeads; group++)
        {
            var at = group * offsets.HeadStride;
            token.Sequence.Store(
                _layer,
                group,
                token.Position,
                projected.Slice(offsets.FirstKey + at, _configuration.HeadDimension),
                projected.Slice(offsets.FirstValue + at, _configuration.HeadDimension)
            );
        }
    }

    private void Attend(int piece, int member)
    {
        // The query heads that share a key head are one piece, so that its keys and values are read from memory once.
        var (row, group) = (piece / _configuration.KeyValueHeads, piece % _configuration.KeyValueHeads);
        var (width, heads, offsets) = (_configuration.HeadDimension, _configuration.Heads / _configuration.KeyValueHeads, _buffers.Offsets);
        var token = _rows[row];
        for (var head = group * heads; head < (group + 1) * heads; head++)
        {
            VectorAttention.Attend(
                _buffers.QueryKeyValue.Span(((long)row * offsets.Stride) + (head * offsets.HeadStride), width),
                token.Sequence,
                _layer,
                group,
                token.Position,
                _model.Layers[_layer].Attention,
                _configuration.AttentionSoftCap,
                _buffers.Scores(member),
                _buffers.Attended.Span(((long)row * _configuration.Heads * width) + (head * width), width)
            );
        }
    }

    private void Activate(int row, int member)
    {
        var width = _configuration.IntermediateSize;
        var inner = _buffers.InnerRow(row, _model.Layers[_layer].Inner.Matrix.Stride);
        var gated = _layout.Gate is not null || _layout.GateInsideUp;
        Activation.Apply(
            _layout.Activation,
            inner[..width],
            gated ? inner.Slice(width, width) : [],
            _buffers.Activated.Span((long)row * _buffers.ActivatedStride, width)
        );
    }
}
