using Pipeline.Modeling.Models;
using Pipeline.Modeling.Models.Decoder;
using static TorchSharp.torch;

namespace Pipeline.Modeling.Decoding.Vectors;

/// <summary>The weights of one decoder layer, packed.</summary>
internal sealed class VectorLayer : IDisposable
{
    public VectorLayer(WeightMemory memory, int layer, IReadOnlyDictionary<string, Tensor> weights, ModelConfiguration configuration)
    {
        var (layout, path) = (configuration.Layout, WeightPlan.Layer(configuration.Layout, layer));
        Attention = configuration.AttentionOf(layer);
        AttentionNorm = VectorNorm.At(path, layout.AttentionNorm, weights, configuration);
        AttentionOutputNorm = VectorNorm.At(path, layout.AttentionOutputNorm, weights, configuration);
        FeedForwardNorm = VectorNorm.At(path, layout.FeedForwardNorm, weights, configuration);
        FeedForwardOutputNorm = VectorNorm.At(path, layout.FeedForwardOutputNorm, weights, configuration);
        QueryNorm = VectorNorm.At(path, layout.QueryNorm, weights, configuration);
        KeyNorm = VectorNorm.At(path, layout.KeyNorm, weights, configuration);
        string[] projections =
            layout.QueryKeyValueLayout == QueryKeyValueLayout.Separate ? [layout.Query, layout.Key, layout.Value] : [layout.QueryKeyValue];
        QueryKeyValue = VectorLinear.Create(memory, weights, layout.Transposed, [.. projections.Select(name => $"{path}.{name}")]);
        AttentionOutput = VectorLinear.Create(memory, weights, layout.Transposed, $"{path}.{layout.AttentionOutput}");
        string[] inner = layout.Gate is { } gate ? [gate, layout.Up] : [layout.Up];
        Inner = VectorLinear.Create(memory, weights, layout.Transposed, [.. inner.Select(name => $"{path}.{name}")]);
        Down = VectorLinear.Create(memory, weights, layout.Transposed, $"{path}.{layout.Down}");
    }

    /// <summary>Window, rotation and scale.</summary>
    public LayerAttention Attention { get; }

    /// <summary>The norm of attention's input.</summary>
    public VectorNorm? AttentionNorm { get; }

    /// <summary>The norm of attention's output.</summary>
    public VectorNorm? AttentionOutputNorm { get; }

    /// <summary>The norm of the feed-forward's input.</summary>
    public VectorNorm? FeedForwardNorm { get; }

    /// <summary>The norm of the feed-forward's output.</summary>
    public VectorNorm? FeedForwardOutputNorm { get; }

    /// <summary>The norm of queries.</summary>
    public VectorNorm? QueryNorm { get; }

    /// <summary>The norm of keys.</summary>
    public VectorNorm? KeyNorm { get; }

    /// <summary>Queries, keys and values.</summary>
    public VectorLinear QueryKeyValue { get; }

    /// <summary>From attention back to the residual.</summary>
    public VectorLinear AttentionOutput { get; }

    /// <summary>The feed-forward's first product: the gate where there is one, then what is gated.</summary>
    public VectorLinear Inner { get; }

    /// <summary>The feed-forward's second product.</summary>
    public VectorLinear Down { get; }

    /// <inheritdoc />
    public void Dispose()
    {
        foreach (
            var part in (VectorNorm?[])[AttentionNorm, AttentionOutputNorm, FeedForwardNorm, FeedForwardOutputNorm, QueryNorm, KeyNorm]
        )
        {
            part?.Dispose();
        }
    }
}
