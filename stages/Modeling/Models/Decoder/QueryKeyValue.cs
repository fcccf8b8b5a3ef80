using static TorchSharp.torch;

namespace Pipeline.Modeling.Models.Decoder;

/// <summary>The projections of a layer's input to queries, keys and values, with their norms, however they are stored.</summary>
internal sealed class QueryKeyValue
{
    private readonly DecoderLayout _layout;
    private readonly LinearLayer[] _projections;
    private readonly Normalization? _queryNorm;
    private readonly Normalization? _keyNorm;
    private readonly int _heads;
    private readonly int _groups;
    private readonly int _width;

    public QueryKeyValue(string layer, IReadOnlyDictionary<string, Tensor> weights, ModelConfiguration configuration)
    {
        _layout = configuration.Layout;
        var names =
            _layout.QueryKeyValueLayout == QueryKeyValueLayout.Separate
                ? (string[])[_layout.Query, _layout.Key, _layout.Value]
                : [_layout.QueryKeyValue];
        _projections = Array.ConvertAll(names, name => new LinearLayer($"{layer}.{name}", weights, _layout.Transposed));
        _queryNorm = Normalization.At(layer, _layout.QueryNorm, weights, configuration);
        _keyNorm = Normalization.At(layer, _layout.KeyNorm, weights, configuration);
        (_heads, _groups, _width) = (configuration.Heads, configuration.KeyValueHeads, configuration.HeadDimension);
    }

    /// <summary>Queries [batch, length, heads, head dimension], keys and values [batch, length, kv heads, head dimension] of x [batch,
    /// length, hidden].</summary>
    /// <param name="x">The input.</param>
    /// <param name="pass">The pass.</param>
    /// <param name="keep">Whether what reads them takes bfloat16 too.</param>
    public (Tensor Queries, Tensor Keys, Tensor Values) Apply(Tensor x, ForwardPass pass, bool keep)
    {
        var (q, k, v) = Project(x, pass, keep && _queryNorm is null);
        if (_layout.QueryKeyNormOverAllHeads)
        {
            (q, k) = (_queryNorm!.Apply(q, pass, q.dtype), _keyNorm!.Apply(k, pass, k.dtype));
        }

        (q, k, v) = (PerHead(q, _heads, pass), PerHead(k, _groups, pass), PerHead(v, _groups, pass));
        if (_queryNorm is not null && !_layout.QueryKeyNormOverAllHeads)
        {
            (q, k) = (_queryNorm.Apply(q, pass, q.dtype), _keyNorm!.Apply(k, pass, k.dtype));
        }

        return (q, k, v);
    }

    private (Tensor, Tensor, Tensor) Project(Tensor x, ForwardPass pass, bool keep)
    {
        var first = _projections[0].Apply(x, pass, keep);
        switch (_layout.QueryKeyValueLayout)
        {
            case QueryKeyValueLayout.Concatenated:
                var (queries, keys) = (_heads * _width, _groups * _width);
                return (first.narrow(-1, 0, queries), first.narrow(-1, queries, keys), first.narrow(-1, queries + keys, keys));
            case QueryKeyValueLayout.InterleavedByHead:
                var parts = first.view(pass.Batch, pass.Length, _heads, 3 * _width).chunk(3, -1);
                return (parts[0], parts[1], parts[2]);
            default:
                return (first, _projections[1].Apply(x, pass, keep), _projections[2].Apply(x, pass, keep));
        }
    }

    /// <summary>[batch, length, heads, head dimension]; interleaved parts have that shape already.</summary>
    private Tensor PerHead(Tensor x, int heads, ForwardPass pass) =>
        _layout.QueryKeyValueLayout == QueryKeyValueLayout.InterleavedByHead ? x : x.view(pass.Batch, pass.Length, heads, _width);
}
