using System.Runtime.Intrinsics;
using static TorchSharp.torch;

namespace Pipeline.Modeling.Kernels;

/// <summary>A linear layer without biases on the processor, 32 bits, forward and backward, in loops of our own.</summary>
internal sealed unsafe class FusedLinear : autograd.SingleTensorFunction<FusedLinear>
{
    // With a dozen rows or fewer oneMKL adds in another order, so the bits would depend on whose product it is; sixteen are two tiles.
    private const long FewestRows = 16;
    private const string Needed = "needed";

    /// <inheritdoc />
    public override string Name => nameof(FusedLinear);

    /// <summary>Whether it can compute the product of x [.., in] and a weight [out, in].</summary>
    public static bool Serves(Tensor x, Tensor weight) =>
        Vector512.IsHardwareAccelerated
        && x.device_type == TorchSharp.DeviceType.CPU
        && x.dtype == ScalarType.Float32
        && weight.dtype == ScalarType.Float32
        && weight.shape[0] % TallProduct.Strip == 0
        && weight.shape[1] % TallProduct.Strip == 0
        && weight.is_contiguous()
        && x.numel() / weight.shape[1] >= FewestRows;

    /// <summary>x wᵀ [.., out] for x [.., in].</summary>
    public static Tensor Apply(Tensor x, Tensor weight)
    {
        KernelInput.RequireLinear(x, weight);
        return apply(x.reshape(-1, weight.shape[1]).contiguous(), weight).view([.. x.shape[..^1], weight.shape[0]]);
    }

    /// <inheritdoc />
    public override Tensor forward(autograd.AutogradContext ctx, params object[] vars)
    {
        var (x, weight) = ((Tensor)vars[0], (Tensor)vars[1]);
        var (rows, outputs, inputs) = ((int)x.shape[0], (int)weight.shape[0], (int)weight.shape[1]);
        ctx.save_data(Needed, (x.requires_grad, weight.requires_grad));
        ctx.save_for_backward([x, weight]);
        var y = empty(rows, outputs);
        TallProduct.WithRows(
            (float*)TensorMemory.PointerTo(x),
            (float*)TensorMemory.PointerTo(weight),
            (float*)TensorMemory.PointerTo(y),
            rows,
            outputs,
            inputs
        );
        return y;
    }

    /// <inheritdoc />
    public override List<Tensor> backward(autograd.AutogradContext ctx, Tensor grad_output)
    {
        using var scope = NewDisposeScope();
        var ((ofInput, ofWeight), saved) = (((bool, bool))ctx.get_data(Needed), ctx.get_saved_variables());
        var (x, weight, outer) = (saved[0], saved[1], grad_output.contiguous());
        var (rows, outputs, inputs) = ((int)x.shape[0], (int)weight.shape[0], (int)weight.shape[1]);
        var outputGradients = (float*)TensorMemory.PointerTo(outer);
        var (inputGradient, weightGradient) = (ofInput ? empty_like(x) : null, ofWeight ? empty_like(weight) : null);
        if (inputGradient is not null)
        {
            TallProduct.WithColumns(
                outputGradients,
                (float*)TensorMemory.PointerTo(weight),
                (float*)TensorMemory.PointerTo(inputGradient),
                rows,
                inputs,
                outputs
            );
        }

        if (weightGradient is not null)
        {
            TallProduct.OverRows(
                outputGradients,
                (float*)TensorMemory.PointerTo(x),
                (float*)TensorMemory.PointerTo(weightGradient),
                rows,
                outputs,
                inputs
            );
        }

        GC.KeepAlive(saved);
        GC.KeepAlive(outer);
        return [inputGradient?.MoveToOuterDisposeScope()!, weightGradient?.MoveToOuterDisposeScope()!];
    }
}
