using Pipeline.Modeling.Models.Decoder;
using static TorchSharp.torch;

namespace Pipeline.Modeling.Models.Encoders;

/// <summary>One layer of an encoder: attention to all tokens, then the feed-forward, each with a norm after its residual.</summary>
internal sealed class EncoderBlock
{
    private readonly EncoderConfiguration _configuration;
    private readonly AffineMap _queryKeyValue;
    private readonly AffineMap _attentionOutput;
    private readonly LayerNorm _attentionNorm;
    private readonly AffineMap _up;
    private readonly AffineMap _down;
    private readonly LayerNorm _outputNorm;

    public EncoderBlock(int layer, EncoderWeights weights, KeptTensors kept)
    {
        _configuration = weights.Configuration;
        var layout = _configuration.Layout;
        var path = $"{layout.Layers}.{layer}.";
        // One product for the three projections, which read the same input.
        _queryKeyValue = AffineMap.Read(weights, kept, path + layout.Query, path + layout.Key, path + layout.Value);
        _attentionOutput = AffineMap.Read(weights, kept, path + layout.AttentionOutput);
        _attentionNorm = LayerNorm.Read(weights, kept, path + layout.AttentionNorm);
        _up = AffineMap.Read(weights, kept, path + layout.Up);
        _down = AffineMap.Read(weights, kept, path + layout.Down);
        _outputNorm = LayerNorm.Read(weights, kept, path + layout.OutputNorm);
    }

    /// <summary>Applies it to x [batch, length, hidden].</summary>
    /// <param name="x">The input.</param>
    /// <param name="mask">What is added to scores [batch or 1, heads or 1, length or 1, length]; null for nothing.</param>
    public Tensor Apply(Tensor x, Tensor? mask)
    {
        using var scope = NewDisposeScope();
        var (batch, length) = (x.shape[0], x.shape[1]);
        var parts = _queryKeyValue.Apply(x).view(batch, length, 3, _configuration.Heads, _configuration.HeadWidth).permute(2, 0, 3, 1, 4);
        var attended = nn.functional.scaled_dot_product_attention(parts[0], parts[1], parts[2], mask, 0, is_casual: false);
        var mixed = _attentionOutput.Apply(attended.transpose(1, 2).reshape(batch, length, _configuration.HiddenSize));
        x = _attentionNorm.Apply(mixed.Accumulate(x));
        return _outputNorm.Apply(_down.Apply(Activate(_up.Apply(x))).Accumulate(x)).MoveToOuterDisposeScope();
    }

    private Tensor Activate(Tensor x) => FeedForward.Activate(x, _configuration.Activation);
}
