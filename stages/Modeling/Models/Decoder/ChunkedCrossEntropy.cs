using static TorchSharp.torch;

namespace Pipeline.Modeling.Models.Decoder;

/// <summary>
/// The sum of the cross-entropy over labels without ever holding all logits: a few rows at a time are multiplied with the output layer, and
/// their gradients taken at once, so that memory and its traffic are rows of one chunk × vocabulary.
/// </summary>
internal sealed class ChunkedCrossEntropy : autograd.SingleTensorFunction<ChunkedCrossEntropy>
{
    private const long ElementsOfChunk = 1 << 25;
    private const string Gradients = "gradients";

    /// <inheritdoc />
    public override string Name => nameof(ChunkedCrossEntropy);

    /// <summary>Σ −log p(label), nats, of hidden states [labels, width] under an output layer.</summary>
    public static Tensor Compute(OutputLayer output, Tensor hidden, Tensor labels, Precision precision, KernelChoice kernels)
    {
        if (is_grad_enabled() && (hidden.requires_grad || output.Head.requires_grad))
        {
            return apply(hidden, output.Head, output.Bias ?? output.Head, output, labels, new Settings(precision, kernels));
        }

        var sum = zeros(Array.Empty<long>(), ScalarType.Float32, hidden.device);
        foreach (var (at, rows) in Chunks(hidden, output))
        {
            using var scope = NewDisposeScope();
            sum.Accumulate(
                Entropy(output.Apply(hidden.narrow(0, at, rows), 0, output.Head.shape[0], precision), labels.narrow(0, at, rows))
            );
        }

        return sum;
    }

    /// <inheritdoc />
    public override Tensor forward(autograd.AutogradContext ctx, params object[] vars)
    {
        var (hidden, output, labels) = ((Tensor)vars[0], (OutputLayer)vars[3], (Tensor)vars[4]);
        var (precision, kernels) = (Settings)vars[5];
        using var scope = NewDisposeScope();
        var gradients =
            output.IsLinear && precision != Precision.BFloat16 && kernels.Fuses(hidden)
                ? (ILogitGradients)new FusedLogitGradients(output, precision, kernels)
                : new RecordedLogitGradients(output, precision);
        var sum = zeros(Array.Empty<long>(), ScalarType.Float32, hidden.device);
        var gradient = empty_like(hidden);
        foreach (var (at, rows) in Chunks(hidden, output))
        {
            using var chunk = NewDisposeScope();
            var input = hidden.narrow(0, at, rows).detach();
            sum.Accumulate(gradients.Take(input, labels.narrow(0, at, rows), gradient.narrow(0, at, rows)));
        }

        // Neither inputs nor outputs, so autograd does not keep them; they are freed when the backward pass has handed them on.
        Tensor?[] all = [gradient, gradients.Head, gradients.Bias];
        ctx.save_data(Gradients, Array.ConvertAll(all, tensor => tensor?.DetachFromDisposeScope()));
        return sum.MoveToOuterDisposeScope();
    }

    /// <inheritdoc />
    public override List<Tensor> backward(autograd.AutogradContext ctx, Tensor grad_output)
    {
        using var quiet = no_grad();
        using var scope = NewDisposeScope();
        var gradients = (Tensor?[])ctx.get_data(Gradients);
        foreach (var gradient in gradients.OfType<Tensor>())
        {
            scope.Attach(gradient.mul_(grad_output));
            gradient.MoveToOuterDisposeScope();
        }

        return [gradients[0]!, gradients[1]!, gradients[2]!, null!, null!, null!];
    }

    private static Tensor Entropy(Tensor logits, Tensor labels) => nn.functional.cross_entropy(logits, labels, reduction: nn.Reduction.Sum);

    private static IEnumerable<(long At, long Rows)> Chunks(Tensor hidden, OutputLayer output)
    {
        var (all, size) = (hidden.shape[0], Math.Max(1, ElementsOfChunk / output.Head.shape[0]));
        for (var at = 0L; at < all; at += size)
        {
            yield return (at, Math.Min(size, all - at));
        }
    }

    private sealed record Settings(Precision Precision, KernelChoice Kernels);
}
