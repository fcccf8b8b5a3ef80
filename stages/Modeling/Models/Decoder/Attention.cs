using Pipeline.Modeling.Kernels;
using Pipeline.Modeling.Models.Rotary;
using static TorchSharp.torch;

namespace Pipeline.Modeling.Models.Decoder;

/// <summary>Causal self-attention of one layer, with as many or fewer key heads than query heads (Ainslie et al. 2023).</summary>
internal sealed class Attention
{
    private readonly int _layer;
    private readonly LayerAttention _kind;
    private readonly QueryKeyValue _projections;
    private readonly LinearLayer _output;
    private readonly double? _softCap;
    private readonly int _heads;
    private readonly int _groups;
    private readonly int _width;

    /// <summary>What queries are multiplied by so that dividing scores by the root of the head's width gives the family's scale.</summary>
    private readonly double _rescale;

    public Attention(int layer, IReadOnlyDictionary<string, Tensor> weights, ModelConfiguration configuration)
    {
        var (layout, path) = (configuration.Layout, WeightPlan.Layer(configuration.Layout, layer));
        _layer = layer;
        _kind = configuration.AttentionOf(layer);
        _projections = new QueryKeyValue(path, weights, configuration);
        _output = new LinearLayer($"{path}.{layout.AttentionOutput}", weights, layout.Transposed);
        _softCap = configuration.AttentionSoftCap;
        (_heads, _groups, _width) = (configuration.Heads, configuration.KeyValueHeads, configuration.HeadDimension);
        _rescale = _kind.Scale * Math.Sqrt(_width);
    }

    /// <summary>Applies it to x [batch, length, hidden]; of the result, the wanted rows.</summary>
    public Tensor Apply(Tensor x, ForwardPass pass)
    {
        var mask = pass.Masks.Find(_kind.Window);
        var fused = pass.Fused && mask is null && _softCap is null;
        var (q, k, v) = _projections.Apply(x, pass, fused);
        if (fused)
        {
            return _output.Apply(
                pass.AtLabels(FusedAttention.Apply(q, k, v, _kind.Rotary ? pass.Rotary : null, _kind.Scale, pass.OutputType)),
                pass
            );
        }

        (q, k, v) = (q.transpose(1, 2), k.transpose(1, 2), v.transpose(1, 2));
        if (_kind.Rotary && pass.Rotary is { } table)
        {
            (q, k) = (RotaryTable.Rotate(q, table), RotaryTable.Rotate(k, table));
        }

        if (pass.Cache is { } cache)
        {
            (k, v) = cache.Extend(_layer, k, v);
        }

        var attended = _softCap is { } cap
            ? Capped(q, k, v, mask, cap)
            : Plain(Math.Abs(_rescale - 1) < 1e-9 ? q : q.Multiply(_rescale), k, v, mask);
        return _output.Apply(pass.AtLabels(attended.transpose(1, 2).reshape(pass.Batch, pass.Length, _heads * _width)), pass);
    }

    private Tensor Plain(Tensor q, Tensor k, Tensor v, Tensor? mask)
    {
        var (batch, length) = (q.shape[0], q.shape[2]);
        if (_heads == _groups)
        {
            return nn.functional.scaled_dot_product_attention(q, k, v, mask, 0, is_casual: mask is null && length > 1);
        }

        if (length == 1)
        {
            // The queries of a group stand as if they were several tokens, so that keys and values are not repeated.
            var grouped = q.reshape(batch, _groups, _heads / _groups, _width);
            return nn.functional.scaled_dot_product_attention(grouped, k, v, mask, 0, is_casual: false).reshape(batch, _heads, 1, _width);
        }

        return nn.functional.scaled_dot_product_attention(q, Repeat(k), Repeat(v), mask, 0, is_casual: mask is null);
    }

    /// <summary>Attention whose scores are capped, which no fused kernel computes; the queries of a group are multiplied with its keys at
    /// once.</summary>
    private Tensor Capped(Tensor q, Tensor k, Tensor v, Tensor? mask, double cap)
    {
        var (batch, length, total) = (q.shape[0], q.shape[2], k.shape[2]);
        var times = _heads / _groups;
        var grouped = q.Multiply(_kind.Scale).reshape(batch, _groups, times * length, _width);
        var scores = grouped.matmul(k.transpose(-2, -1)).Divide(cap).tanh().Multiply(cap);
        if (mask is not null)
        {
            scores = scores.view(batch, _groups, times, length, total).Add(mask.unsqueeze(2)).view(batch, _groups, times * length, total);
        }

        return scores.softmax(-1, ScalarType.Float32).to(v.dtype).matmul(v).view(batch, _heads, length, _width);
    }

    private Tensor Repeat(Tensor x)
    {
        var (batch, length, times) = (x.shape[0], x.shape[2], _heads / _groups);
        return x.unsqueeze(2).expand(batch, _groups, times, length, _width).reshape(batch, _heads, length, _width);
    }
}
