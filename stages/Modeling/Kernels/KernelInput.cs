using static TorchSharp.torch;

namespace Pipeline.Modeling.Kernels;

/// <summary>
/// Refuses tensors whose sizes do not fit each other, where they enter loops of our own: what those read and write follows from the sizes,
/// and is checked nowhere else.
/// </summary>
internal static class KernelInput
{
    /// <summary>Refuses what is no attention.</summary>
    /// <exception cref="ArgumentException">A size fits no other, or a type is none of those that are computed in.</exception>
    public static void RequireAttention(Tensor queries, Tensor keys, Tensor values, (Tensor Cosine, Tensor Sine)? rotary)
    {
        var (q, k) = (queries.shape, keys.shape);
        Require(
            q.Length == 4
                && k.Length == 4
                && q.All(size => size is > 0 and <= int.MaxValue)
                && (k[0], k[1], k[3]) == (q[0], q[1], q[3])
                && k[2] > 0
                && q[2] % k[2] == 0
                && values.shape.SequenceEqual(k)
                // One head's rows are counted in 32 bits.
                && (q[1] + TileProduct.Columns) * (q[3] + TileProduct.Columns) <= int.MaxValue
                && IsFloating(queries)
                && IsFloating(keys)
                && IsFloating(values),
            queries,
            keys,
            values
        );
        if (rotary is { } tables)
        {
            var t = tables.Cosine.shape;
            Require(
                t.Length == 4
                    && (t[0] == 1 || t[0] == q[0])
                    && t[1] == 1
                    && t[2] == q[1]
                    && t[3] <= q[3]
                    && t[3] % 2 == 0
                    && tables.Sine.shape.SequenceEqual(t)
                    && IsDense(tables.Cosine)
                    && IsDense(tables.Sine),
                tables.Cosine,
                tables.Sine,
                queries
            );
        }
    }

    /// <summary>Refuses gates that are not as many as what is gated, or no multiple of a vector's floats.</summary>
    /// <exception cref="ArgumentException">They are not.</exception>
    public static void RequireGate(Tensor gate, Tensor up) =>
        Require(gate.shape.SequenceEqual(up.shape) && gate.numel() % FloatLanes.Width == 0 && IsFloating(gate) && IsFloating(up), gate, up);

    /// <summary>Refuses rows that a norm's gains do not fit.</summary>
    /// <exception cref="ArgumentException">They do not.</exception>
    public static void RequireNorm(Tensor x, Tensor gain) =>
        Require(
            gain.dim() == 1
                && gain.shape[0] is > 0 and <= int.MaxValue
                && gain.shape[0] % FloatLanes.Width == 0
                && x.dim() > 0
                && x.shape[^1] == gain.shape[0]
                && x.numel() / gain.shape[0] <= int.MaxValue
                && IsFloating(x)
                && IsDense(gain),
            x,
            gain
        );

    /// <summary>Refuses rows [.., in] that a weight [out, in] does not fit, or whose sizes fill no strip.</summary>
    /// <exception cref="ArgumentException">They do not.</exception>
    public static void RequireLinear(Tensor x, Tensor weight) =>
        Require(
            weight.dim() == 2
                && weight.shape.All(size => size is > 0 and <= MostOfStrip && size % TallProduct.Strip == 0)
                && x.dim() > 0
                && x.shape[^1] == weight.shape[1]
                && x.numel() / weight.shape[1] <= int.MaxValue
                && x.dtype == ScalarType.Float32
                && IsDense(weight),
            x,
            weight
        );

    /// <summary>Refuses labels [rows] that are no places in rows of logits [rows, vocabulary].</summary>
    /// <exception cref="ArgumentException">They are not.</exception>
    public static void RequireLabels(Tensor logits, ReadOnlySpan<long> labels)
    {
        if (logits.dim() != 2 || logits.shape[0] != labels.Length || logits.shape[1] is 0 or > int.MaxValue)
        {
            throw new ArgumentException($"{labels.Length} labels for [{string.Join(", ", logits.shape)}] logits", nameof(labels));
        }

        foreach (var label in labels)
        {
            if (label < 0 || label >= logits.shape[1])
            {
                throw new ArgumentException($"label {label} for {logits.shape[1]} logits", nameof(labels));
            }
        }
    }

    /// <summary>A strip's places are counted in 32 bits.</summary>
    private const long MostOfStrip = int.MaxValue / TallProduct.Strip;

    private static bool IsFloating(Tensor tensor) => tensor.dtype is ScalarType.Float32 or ScalarType.BFloat16;

    private static bool IsDense(Tensor tensor) => tensor.dtype == ScalarType.Float32 && tensor.is_contiguous();

    private static void Require(bool fits, params Tensor[] tensors)
    {
        if (!fits)
        {
            throw new ArgumentException(
                "Sizes or types that do not fit each other: "
                    + string.Join(", ", tensors.Select(tensor => $"{tensor.dtype} [{string.Join(", ", tensor.shape)}]"))
            );
        }
    }
}
