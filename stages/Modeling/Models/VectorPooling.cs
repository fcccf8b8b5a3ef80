using TorchSharp;
using static TorchSharp.torch;

namespace Pipeline.Modeling.Models;

/// <summary>Makes one vector of the hidden states of each text.</summary>
public static class VectorPooling
{
    private static readonly Scalar _least = KeptScalars.Create(1e-12);

    /// <summary>The vectors one after the other, of Euclidean length 1; of a text without tokens all zero.</summary>
    /// <param name="hidden">Hidden states [texts, longest, width], padded on the right.</param>
    /// <param name="lengths">Tokens of each text.</param>
    /// <param name="kind">What of the states.</param>
    public static float[] Apply(Tensor hidden, IReadOnlyList<int> lengths, PoolingKind kind)
    {
        using var scope = NewDisposeScope();
        var states = hidden.to(ScalarType.Float32).cpu();
        var pooled = kind switch
        {
            PoolingKind.Mean => Mean(states, lengths),
            PoolingKind.Cls => states.select(1, 0) * Present(lengths),
            PoolingKind.Max => states.masked_fill(Padding(lengths, (int)states.shape[1]), KeptScalars.NegativeInfinity).amax([1])
                * Present(lengths),
            _ => Last(states, lengths) * Present(lengths),
        };
        return [.. (pooled / pooled.norm(1, true).clamp_min(_least)).reshape(-1).data<float>()];
    }

    private static Tensor Mean(Tensor states, IReadOnlyList<int> lengths)
    {
        var longest = (int)states.shape[1];
        var weights = new float[checked(lengths.Count * longest)];
        for (var text = 0; text < lengths.Count; text++)
        {
            weights.AsSpan(text * longest, lengths[text]).Fill(1f / lengths[text]);
        }

        return (states * tensor(weights).view(lengths.Count, longest, 1)).sum(1);
    }

    private static Tensor Last(Tensor states, IReadOnlyList<int> lengths)
    {
        var places = lengths.Select((length, text) => (text * states.shape[1]) + Math.Max(0, length - 1)).ToArray();
        return states.reshape(-1, states.shape[2]).index_select(0, tensor(places));
    }

    /// <summary>1 for texts that have tokens [texts, 1].</summary>
    private static Tensor Present(IReadOnlyList<int> lengths) =>
        tensor(lengths.Select(length => length > 0 ? 1f : 0f).ToArray()).view(lengths.Count, 1);

    /// <summary>Which states are padding [texts, longest, 1]; of a text without tokens the first counts as one, so that none is
    /// empty.</summary>
    private static Tensor Padding(IReadOnlyList<int> lengths, int longest)
    {
        var padding = new bool[checked(lengths.Count * longest)];
        for (var text = 0; text < lengths.Count; text++)
        {
            var tokens = Math.Max(1, lengths[text]);
            padding.AsSpan((text * longest) + tokens, longest - tokens).Fill(true);
        }

        return tensor(padding).view(lengths.Count, longest, 1);
    }
}
