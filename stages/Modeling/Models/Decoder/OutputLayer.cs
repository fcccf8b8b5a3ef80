using static TorchSharp.torch;

namespace Pipeline.Modeling.Models.Decoder;

/// <summary>
/// From hidden states to logits. They are computed in 32 bits: rounded to bfloat16, tokens would tie that do not. Weights held in bfloat16
/// are widened slice by slice of the vocabulary. The exception is training in mixed precision, where the product is like all others.
/// </summary>
internal sealed class OutputLayer(Tensor head, Tensor? bias, double? softCap)
{
    private const long Slice = 16_384;

    /// <summary>The weight [vocabulary, hidden].</summary>
    public Tensor Head => head;

    /// <summary>The bias [vocabulary]; null where the layer has none.</summary>
    public Tensor? Bias => bias;

    /// <summary>Whether logits are the product alone.</summary>
    public bool IsLinear => softCap is null;

    /// <summary>Logits [.., count] of the token ids from <paramref name="first"/> on, of hidden states [.., hidden].</summary>
    public Tensor Apply(Tensor hidden, long first, long count, Precision precision)
    {
        using var scope = NewDisposeScope();
        return precision == Precision.BFloat16
            ? Capped(Widened(hidden.to(ScalarType.Float32), first, count)).MoveToOuterDisposeScope()
            : Apply(hidden, head.narrow(0, first, count), bias?.narrow(0, first, count), precision).MoveToOuterDisposeScope();
    }

    /// <summary>All logits of hidden states [.., hidden] under other handles of weight and bias, so that gradients gather there.</summary>
    public Tensor Apply(Tensor hidden, Tensor weight, Tensor? addend, Precision precision)
    {
        using var scope = NewDisposeScope();
        return Capped(LinearLayer.Multiply(hidden, weight, addend, is_grad_enabled() ? precision : Precision.Float32))
            .MoveToOuterDisposeScope();
    }

    /// <summary>The logit [n] of one token id [n] for each of hidden states [n, hidden], 32 bits.</summary>
    public Tensor ApplyOne(Tensor hidden, Tensor tokens)
    {
        using var scope = NewDisposeScope();
        var logits = (hidden.to(ScalarType.Float32) * head.index_select(0, tokens).to(ScalarType.Float32)).sum(-1);
        return Capped(bias is null ? logits : logits.Add(bias.index_select(0, tokens).to(ScalarType.Float32))).MoveToOuterDisposeScope();
    }

    private Tensor Capped(Tensor logits) => softCap is { } cap ? logits.Divide(cap).tanh().Multiply(cap) : logits;

    private Tensor Widened(Tensor hidden, long first, long count)
    {
        var slices = new List<Tensor>();
        for (var at = first; at < first + count; at += Slice)
        {
            using var scope = NewDisposeScope();
            var length = Math.Min(Slice, first + count - at);
            var weight = head.narrow(0, at, length).to(ScalarType.Float32);
            slices.Add(nn.functional.linear(hidden, weight, bias?.narrow(0, at, length).to(ScalarType.Float32)).MoveToOuterDisposeScope());
        }

        return slices is [var only] ? only : cat(slices, -1);
    }
}
