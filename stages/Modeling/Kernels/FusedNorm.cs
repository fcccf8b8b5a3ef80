using System.Runtime.Intrinsics;
using static TorchSharp.torch;
using Lanes = System.Runtime.Intrinsics.Vector512<float>;

namespace Pipeline.Modeling.Kernels;

/// <summary>Root-mean-square norm (Zhang and Sennrich 2019) on the processor: one pass over the rows forward, one backward.</summary>
internal sealed unsafe class FusedNorm : autograd.SingleTensorFunction<FusedNorm>
{
    // Fixed, and not the rows divided by the threads: a gain's gradient is a sum over pieces, so pieces decide its bits.
    private const int RowsOfPiece = 64;
    private const string Form = "form";
    private const string Scales = "scales";

    /// <inheritdoc />
    public override string Name => nameof(FusedNorm);

    /// <summary>x / √(mean x² + ε) · (gain + offset) over the last dimension, a multiple of sixteen.</summary>
    /// <param name="x">[.., width], fp32 or bfloat16.</param>
    /// <param name="gain">[width], fp32.</param>
    /// <param name="epsilon">ε.</param>
    /// <param name="offset">What gains are around.</param>
    /// <param name="type">The output's type, fp32 or bfloat16.</param>
    public static Tensor Apply(Tensor x, Tensor gain, double epsilon, float offset, ScalarType type)
    {
        KernelInput.RequireNorm(x, gain);
        return apply(x.contiguous(), gain, new Settings((float)epsilon, offset), type);
    }

    /// <inheritdoc />
    public override Tensor forward(autograd.AutogradContext ctx, params object[] vars)
    {
        var (x, gain, form) = ((Tensor)vars[0], (Tensor)vars[1], (Settings)vars[2]);
        var y = empty(x.shape, (ScalarType)vars[3]);
        var (width, rows) = ((int)gain.shape[0], (int)(x.numel() / gain.shape[0]));
        var scales = new float[rows];
        ctx.save_data(Form, form);
        ctx.save_data(Scales, scales);
        ctx.save_for_backward([x, gain]);
        var (source, gains, target) = (
            (nint)TensorMemory.PointerTo(x),
            (nint)TensorMemory.PointerTo(gain),
            (nint)TensorMemory.PointerTo(y)
        );
        var (bfloat16Source, bfloat16Target) = (TensorMemory.IsBFloat16(x), TensorMemory.IsBFloat16(y));
        KernelTeam.Run(
            Pieces(rows),
            piece =>
            {
                for (var row = piece * RowsOfPiece; row < Math.Min(rows, (piece + 1) * RowsOfPiece); row++)
                {
                    var at = (nint)row * width;
                    var squares = Lanes.Zero;
                    for (var i = 0; i < width; i += FloatLanes.Width)
                    {
                        var value = FloatLanes.Load((void*)source, at + i, bfloat16Source);
                        squares = Vector512.FusedMultiplyAdd(value, value, squares);
                    }

                    // The mean of squares in 32 bits whatever x is held in, as transformers takes it.
                    var scale = 1 / MathF.Sqrt((Vector512.Sum(squares) / width) + form.Epsilon);
                    scales[row] = scale;
                    for (var i = 0; i < width; i += FloatLanes.Width)
                    {
                        var factor = Vector512.Load((float*)gains + i) + Vector512.Create(form.Offset);
                        FloatLanes.Store(
                            FloatLanes.Load((void*)source, at + i, bfloat16Source) * scale * factor,
                            (void*)target,
                            at + i,
                            bfloat16Target
                        );
                    }
                }
            }
        );
        return y;
    }

    /// <inheritdoc />
    public override List<Tensor> backward(autograd.AutogradContext ctx, Tensor grad_output)
    {
        using var scope = NewDisposeScope();
        var (form, scales, saved) = ((Settings)ctx.get_data(Form), (float[])ctx.get_data(Scales), ctx.get_saved_variables());
        var (x, gain, outer) = (saved[0], saved[1], grad_output.contiguous());
        var (width, rows) = ((int)gain.shape[0], scales.Length);
        var inner = empty_like(x);
        // A sum for each piece, added afterwards in the order of pieces: no thread adds to another's.
        using var sums = new FloatBuffer((long)Pieces(rows) * width);
        var (source, gains, outputGradients, inputGradients, parts) = (
            (nint)TensorMemory.PointerTo(x),
            (nint)TensorMemory.PointerTo(gain),
            (nint)TensorMemory.PointerTo(outer),
            (nint)TensorMemory.PointerTo(inner),
            (nint)sums.Pointer
        );
        var (bfloat16Source, bfloat16Gradient) = (TensorMemory.IsBFloat16(x), TensorMemory.IsBFloat16(outer));
        KernelTeam.Run(
            Pieces(rows),
            piece =>
            {
                var part = (float*)parts + ((long)piece * width);
                for (var row = piece * RowsOfPiece; row < Math.Min(rows, (piece + 1) * RowsOfPiece); row++)
                {
                    var (at, scale, along) = ((nint)row * width, Vector512.Create(scales[row]), Lanes.Zero);
                    for (var i = 0; i < width; i += FloatLanes.Width)
                    {
                        var normed = FloatLanes.Load((void*)source, at + i, bfloat16Source) * scale;
                        // Rows of a piece in order, a sum for each gain; sixteen sums along the row, as forward.
                        var shared = FloatLanes.Load((void*)outputGradients, at + i, bfloat16Gradient) * normed;
                        (Vector512.Load(part + i) + shared).Store(part + i);
                        along = Vector512.FusedMultiplyAdd(
                            shared,
                            Vector512.Load((float*)gains + i) + Vector512.Create(form.Offset),
                            along
                        );
                    }

                    // A second pass over the row, which is still in the nearest cache: the mean must be whole first.
                    var mean = Vector512.Create(Vector512.Sum(along) / width);
                    for (var i = 0; i < width; i += FloatLanes.Width)
                    {
                        var normed = FloatLanes.Load((void*)source, at + i, bfloat16Source) * scale;
                        var scaled =
                            FloatLanes.Load((void*)outputGradients, at + i, bfloat16Gradient)
                            * (Vector512.Load((float*)gains + i) + Vector512.Create(form.Offset));
                        FloatLanes.Store((scaled - (normed * mean)) * scale, (void*)inputGradients, at + i, bfloat16Source);
                    }
                }
            }
        );
        GC.KeepAlive(saved);
        GC.KeepAlive(outer);
        return [inner.MoveToOuterDisposeScope(), Sum(sums, gain, Pieces(rows)).MoveToOuterDisposeScope(), null!, null!];
    }

    private static Tensor Sum(FloatBuffer parts, Tensor gain, int pieces)
    {
        var (total, width) = (zeros_like(gain), (int)gain.shape[0]);
        var target = (float*)TensorMemory.PointerTo(total);
        // Pieces outside, so that each gain is one sum over them in order.
        for (var piece = 0; piece < pieces; piece++)
        {
            for (var i = 0; i < width; i += FloatLanes.Width)
            {
                (Vector512.Load(target + i) + Vector512.Load(parts.Pointer + ((long)piece * width) + i)).Store(target + i);
            }
        }

        return total;
    }

    private static int Pieces(int rows) => (rows + RowsOfPiece - 1) / RowsOfPiece;

    private sealed record Settings(float Epsilon, float Offset);
}
