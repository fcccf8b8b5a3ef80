using static TorchSharp.torch;
using Lanes = System.Runtime.Intrinsics.Vector512<float>;

namespace Pipeline.Modeling.Kernels;

/// <summary>The gate of a feed-forward, silu(gate) · up (Shazeer 2020), on the processor: one pass forward, one backward.</summary>
internal sealed unsafe class FusedGate : autograd.SingleTensorFunction<FusedGate>
{
    // 128 KiB of each operand: long enough to be worth a thread. Values are independent, so pieces change no bit.
    private const int ValuesOfPiece = 1 << 15;

    /// <inheritdoc />
    public override string Name => nameof(FusedGate);

    /// <summary>Whether a width is a multiple of sixteen.</summary>
    public static bool Serves(long width) => width % FloatLanes.Width == 0;

    /// <summary>silu(gate) · up.</summary>
    /// <param name="gate">fp32 or bfloat16; its last dimension is a multiple of sixteen.</param>
    /// <param name="up">Of the same shape, fp32 or bfloat16.</param>
    /// <param name="type">The output's type, fp32 or bfloat16.</param>
    public static Tensor Apply(Tensor gate, Tensor up, ScalarType type)
    {
        KernelInput.RequireGate(gate, up);
        return apply(gate.contiguous(), up.contiguous(), type);
    }

    /// <inheritdoc />
    public override Tensor forward(autograd.AutogradContext ctx, params object[] vars)
    {
        var (gate, up) = ((Tensor)vars[0], (Tensor)vars[1]);
        var y = empty(gate.shape, (ScalarType)vars[2]);
        ctx.save_for_backward([gate, up]);
        var (gates, ups, target) = ((nint)TensorMemory.PointerTo(gate), (nint)TensorMemory.PointerTo(up), (nint)TensorMemory.PointerTo(y));
        var (bfloat16Gate, bfloat16Up, bfloat16Target, count) = (
            TensorMemory.IsBFloat16(gate),
            TensorMemory.IsBFloat16(up),
            TensorMemory.IsBFloat16(y),
            gate.numel()
        );
        KernelTeam.Run(
            Pieces(count),
            piece =>
            {
                for (var i = (nint)piece * ValuesOfPiece; i < Math.Min(count, (piece + 1L) * ValuesOfPiece); i += FloatLanes.Width)
                {
                    var value = FloatLanes.Load((void*)gates, i, bfloat16Gate);
                    // silu, then the product, in the order of the two operators that this replaces; rounded to bfloat16 once, at the end.
                    FloatLanes.Store(value * Sigmoid(value) * FloatLanes.Load((void*)ups, i, bfloat16Up), (void*)target, i, bfloat16Target);
                }
            }
        );
        return y;
    }

    /// <inheritdoc />
    public override List<Tensor> backward(autograd.AutogradContext ctx, Tensor grad_output)
    {
        using var scope = NewDisposeScope();
        var saved = ctx.get_saved_variables();
        var (gate, up, outer) = (saved[0], saved[1], grad_output.contiguous());
        var (gateGradient, upGradient) = (empty_like(gate), empty_like(up));
        var (gates, ups, outputGradients, gateGradients, upGradients) = (
            (nint)TensorMemory.PointerTo(gate),
            (nint)TensorMemory.PointerTo(up),
            (nint)TensorMemory.PointerTo(outer),
            (nint)TensorMemory.PointerTo(gateGradient),
            (nint)TensorMemory.PointerTo(upGradient)
        );
        var (bfloat16Gate, bfloat16Up, bfloat16Gradient, count) = (
            TensorMemory.IsBFloat16(gate),
            TensorMemory.IsBFloat16(up),
            TensorMemory.IsBFloat16(outer),
            gate.numel()
        );
        KernelTeam.Run(
            Pieces(count),
            piece =>
            {
                for (var i = (nint)piece * ValuesOfPiece; i < Math.Min(count, (piece + 1L) * ValuesOfPiece); i += FloatLanes.Width)
                {
                    var (value, gradient) = (
                        FloatLanes.Load((void*)gates, i, bfloat16Gate),
                        FloatLanes.Load((void*)outputGradients, i, bfloat16Gradient)
                    );
                    var open = Sigmoid(value);
                    FloatLanes.Store(gradient * value * open, (void*)upGradients, i, bfloat16Up);
                    // Derivative of x σ(x): σ(x) (1 + x (1 − σ(x))).
                    var slope = open * (Lanes.One + (value * (Lanes.One - open)));
                    FloatLanes.Store(gradient * FloatLanes.Load((void*)ups, i, bfloat16Up) * slope, (void*)gateGradients, i, bfloat16Gate);
                }
            }
        );
        GC.KeepAlive(saved);
        GC.KeepAlive(outer);
        return [gateGradient.MoveToOuterDisposeScope(), upGradient.MoveToOuterDisposeScope(), null!];
    }

    private static Lanes Sigmoid(Lanes x) => Lanes.One / (Lanes.One + Exponential.Compute(-x));

    private static int Pieces(long count) => (int)((count + ValuesOfPiece - 1) / ValuesOfPiece);
}
