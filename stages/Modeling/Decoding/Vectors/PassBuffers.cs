using Pipeline.Modeling.Kernels;
using Pipeline.Modeling.Models;

namespace Pipeline.Modeling.Decoding.Vectors;

/// <summary>The rows between the products of a pass, allocated once for the largest pass.</summary>
internal sealed class PassBuffers : IDisposable
{
    private readonly ModelConfiguration _configuration;
    private readonly FloatBuffer _residual;
    private readonly FloatBuffer _scores;
    private readonly long _capacity;

    /// <summary>Room for a pass.</summary>
    /// <param name="model">Its widths are those of the rows.</param>
    /// <param name="adapter">Its ranks, which no width of the model bounds, are those of an adapter's rows; null for none.</param>
    /// <param name="rows">Rows of the largest pass.</param>
    /// <param name="members">Threads, each with scratch memory of its own.</param>
    /// <param name="capacity">The longest sequence, tokens.</param>
    public PassBuffers(VectorModel model, VectorAdapter? adapter, int rows, int members, int capacity)
    {
        _configuration = model.Configuration;
        _capacity = SequenceCache.RoundUp(capacity);
        var layer = model.Layers[0];
        var (hidden, inner) = (_configuration.HiddenSize, layer.Inner.Matrix.Stride);
        Offsets = new QueryKeyValueOffsets(_configuration, layer.QueryKeyValue.Matrix.Stride);
        ProjectedStride = layer.Down.Matrix.Stride;
        ActivatedStride = layer.Down.Matrix.Inputs;
        _residual = new FloatBuffer((long)rows * hidden);
        Normed = new FloatBuffer((long)rows * hidden);
        QueryKeyValue = new FloatBuffer((long)rows * Offsets.Stride);
        Attended = new FloatBuffer((long)rows * _configuration.Heads * _configuration.HeadDimension);
        Projected = new FloatBuffer((long)rows * ProjectedStride);
        Kept = new FloatBuffer(_configuration.Layout.ParallelResidual ? (long)rows * ProjectedStride : 0);
        Inner = new FloatBuffer((long)rows * inner);
        Activated = new FloatBuffer((long)rows * ActivatedStride);
        Low = new FloatBuffer((long)rows * (adapter?.WidestInner ?? 0));
        Update = new FloatBuffer((long)rows * (adapter?.WidestOuter ?? 0));
        // Scores of one head at a time, whole blocks of sixteen positions: attention writes no part of one.
        _scores = new FloatBuffer(members * _capacity);
    }

    /// <summary>Where queries, keys and values lie in <see cref="QueryKeyValue"/>.</summary>
    public QueryKeyValueOffsets Offsets { get; }

    /// <summary>Floats of a row of <see cref="Projected"/>.</summary>
    public int ProjectedStride { get; }

    /// <summary>Floats of a row of <see cref="Activated"/>.</summary>
    public int ActivatedStride { get; }

    /// <summary>Inputs of products that read the residual.</summary>
    public FloatBuffer Normed { get; }

    /// <summary>Queries, keys and values.</summary>
    public FloatBuffer QueryKeyValue { get; }

    /// <summary>What attention gives, all heads.</summary>
    public FloatBuffer Attended { get; }

    /// <summary>What goes back to the residual.</summary>
    public FloatBuffer Projected { get; }

    /// <summary>Attention's part of it, where the residual is parallel.</summary>
    public FloatBuffer Kept { get; }

    /// <summary>The feed-forward's inner values.</summary>
    public FloatBuffer Inner { get; }

    /// <summary>The same after the non-linearity.</summary>
    public FloatBuffer Activated { get; }

    /// <summary>An adapter's inner values.</summary>
    public FloatBuffer Low { get; }

    /// <summary>An adapter's part of a result.</summary>
    public FloatBuffer Update { get; }

    /// <summary>The residual stream of a row.</summary>
    public Span<float> Residual(int row) => _residual.Span((long)row * _configuration.HiddenSize, _configuration.HiddenSize);

    /// <summary>A row of <see cref="Normed"/>.</summary>
    public Span<float> NormedRow(int row) => Normed.Span((long)row * _configuration.HiddenSize, _configuration.HiddenSize);

    /// <summary>A row of <see cref="Inner"/>.</summary>
    public Span<float> InnerRow(int row, int stride) => Inner.Span((long)row * stride, stride);

    /// <summary>A member's scratch for the scores of one head.</summary>
    public Span<float> Scores(int member) => _scores.Span(member * _capacity, checked((int)_capacity));

    /// <summary>Puts attention's part aside.</summary>
    public void KeepProjected(int rows) => Projected.Span(0, rows * ProjectedStride).CopyTo(Kept.Span(0, rows * ProjectedStride));

    /// <inheritdoc />
    public void Dispose()
    {
        foreach (
            var buffer in (FloatBuffer[])
                [_residual, Normed, QueryKeyValue, Attended, Projected, Kept, Inner, Activated, Low, Update, _scores]
        )
        {
            buffer.Dispose();
        }
    }
}
