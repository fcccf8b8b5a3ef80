using static TorchSharp.torch;

namespace Pipeline.Modeling.Models.Decoder;

/// <summary>One layer of the decoder: attention and feed-forward around the residual stream.</summary>
internal sealed class DecoderBlock
{
    private const long LayersInSeed = 4096;

    private static readonly Lock _randomNumbers = new();

    private readonly int _layer;
    private readonly string _path;
    private readonly bool _parallel;
    private readonly Attention _attention;
    private readonly FeedForward _feedForward;
    private readonly Normalization? _attentionNorm;
    private readonly Normalization? _attentionOutputNorm;
    private readonly Normalization? _feedForwardNorm;
    private readonly Normalization? _feedForwardOutputNorm;

    public DecoderBlock(int layer, IReadOnlyDictionary<string, Tensor> weights, ModelConfiguration configuration)
    {
        var (layout, path) = (configuration.Layout, WeightPlan.Layer(configuration.Layout, layer));
        (_layer, _path) = (layer, path);
        _parallel = layout.ParallelResidual;
        _attention = new Attention(layer, weights, configuration);
        _feedForward = new FeedForward(path, weights, layout);
        _attentionNorm = Normalization.At(path, layout.AttentionNorm, weights, configuration);
        _attentionOutputNorm = Normalization.At(path, layout.AttentionOutputNorm, weights, configuration);
        _feedForwardNorm = Normalization.At(path, layout.FeedForwardNorm, weights, configuration);
        _feedForwardOutputNorm = Normalization.At(path, layout.FeedForwardOutputNorm, weights, configuration);
    }

    /// <summary>Whether an adapter updates a linear layer of this one.</summary>
    public bool IsAdapted(LoraAdapter adapter) => adapter.Layers.Keys.Any(path => path.StartsWith(_path + ".", StringComparison.Ordinal));

    /// <summary>The residual stream [batch, length, hidden] after this layer, or its wanted rows [labels, hidden]. What autograd does not
    /// keep is freed on return.</summary>
    public Tensor Apply(Tensor x, ForwardPass pass)
    {
        if (pass.Dropout == 0)
        {
            return Compute(x, pass);
        }

        // Dropout draws from the library's one stream of random numbers: no other layer may between its seed and its last draw.
        lock (_randomNumbers)
        {
            manual_seed(unchecked((pass.DropoutSeed * LayersInSeed) + _layer));
            return Compute(x, pass);
        }
    }

    private Tensor Compute(Tensor x, ForwardPass pass)
    {
        using var scope = NewDisposeScope();
        var normed = Through(_attentionNorm, x, pass, pass.OutputType);
        var attended = Through(_attentionOutputNorm, _attention.Apply(normed, pass), pass, ScalarType.Float32);
        x = pass.AtLabels(x);
        if (_parallel)
        {
            var beside = _feedForward.Apply(
                _feedForwardNorm is null ? pass.AtLabels(normed) : _feedForwardNorm.Apply(x, pass, pass.OutputType),
                pass
            );
            return x.Add(attended).Add(beside).MoveToOuterDisposeScope();
        }

        var middle = x.Add(attended);
        var fed = Through(
            _feedForwardOutputNorm,
            _feedForward.Apply(Through(_feedForwardNorm, middle, pass, pass.OutputType), pass),
            pass,
            ScalarType.Float32
        );
        return middle.Add(fed).MoveToOuterDisposeScope();
    }

    private static Tensor Through(Normalization? norm, Tensor x, ForwardPass pass, ScalarType type) =>
        norm is null ? x : norm.Apply(x, pass, type);
}
