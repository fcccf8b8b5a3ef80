using System.Runtime.Intrinsics;
using static TorchSharp.torch;
using Lanes = System.Runtime.Intrinsics.Vector512<float>;

namespace Pipeline.Modeling.Kernels;

/// <summary>Cross-entropy of rows of logits, which become their own gradients in place.</summary>
internal static unsafe class SoftmaxRows
{
    // Enough work for a thread, a row being thousands of logits, and few enough that the last piece is short.
    private const int RowsOfPiece = 8;

    /// <summary>Turns rows of logits [rows, vocabulary] on the processor into the gradients of the sum of their cross-entropy, which is
    /// returned, nats.</summary>
    public static double ToGradients(Tensor logits, Tensor labels)
    {
        var chosen = labels.data<long>().ToArray();
        KernelInput.RequireLabels(logits, chosen);
        var width = (int)logits.shape[1];
        var (first, bfloat16, losses) = ((nint)TensorMemory.PointerTo(logits), TensorMemory.IsBFloat16(logits), new double[chosen.Length]);
        var size = bfloat16 ? sizeof(ushort) : sizeof(float);
        KernelTeam.Run(
            (chosen.Length + RowsOfPiece - 1) / RowsOfPiece,
            piece =>
            {
                for (var row = piece * RowsOfPiece; row < Math.Min(chosen.Length, (piece + 1) * RowsOfPiece); row++)
                {
                    losses[row] = ToGradient((void*)(first + ((nint)row * width * size)), bfloat16, width, (int)chosen[row]);
                }
            }
        );
        // Added row by row whoever computed them, so that the loss does not depend on threads.
        return losses.Sum();
    }

    /// <summary>The largest of a row of values, fp32 or bfloat16; −∞ of none.</summary>
    public static float Highest(void* logits, bool bfloat16, int width)
    {
        var whole = width / FloatLanes.Width * FloatLanes.Width;
        var highest = Vector512.Create(float.NegativeInfinity);
        for (var i = 0; i < whole; i += FloatLanes.Width)
        {
            highest = Vector512.Max(highest, FloatLanes.Load(logits, i, bfloat16));
        }

        var maximum = FloatLanes.Highest(highest);
        for (var i = whole; i < width; i++)
        {
            maximum = Math.Max(maximum, FloatLanes.LoadOne(logits, i, bfloat16));
        }

        return maximum;
    }

    /// <summary>Turns logits into softmax(logits) − one-hot(label) and returns −log p(label), nats.</summary>
    /// <param name="logits">A row, fp32 or bfloat16.</param>
    /// <param name="bfloat16">Whether in bfloat16.</param>
    /// <param name="width">Logits.</param>
    /// <param name="label">The label's place.</param>
    private static double ToGradient(void* logits, bool bfloat16, int width, int label)
    {
        var whole = width / FloatLanes.Width * FloatLanes.Width;
        var chosen = FloatLanes.LoadOne(logits, label, bfloat16);
        var highest = Highest(logits, bfloat16, width);
        var sum = Lanes.Zero;
        for (var i = 0; i < whole; i += FloatLanes.Width)
        {
            sum += Exponential.Compute(FloatLanes.Load(logits, i, bfloat16) - Vector512.Create(highest));
        }

        // The tail is added after the lanes, value by value: a vocabulary that fills no vector has one order too. Its exponential is the
        // framework's for single values, here and below, so that a logit's place decides which of the two it goes through.
        var total = Vector512.Sum(sum);
        for (var i = whole; i < width; i++)
        {
            total += MathF.Exp(FloatLanes.LoadOne(logits, i, bfloat16) - highest);
        }

        var logSumExp = highest + MathF.Log(total);
        for (var i = 0; i < whole; i += FloatLanes.Width)
        {
            FloatLanes.Store(Exponential.Compute(FloatLanes.Load(logits, i, bfloat16) - Vector512.Create(logSumExp)), logits, i, bfloat16);
        }

        for (var i = whole; i < width; i++)
        {
            FloatLanes.StoreOne(MathF.Exp(FloatLanes.LoadOne(logits, i, bfloat16) - logSumExp), logits, i, bfloat16);
        }

        // From the logit and not from what was just stored: in bfloat16 that is rounded.
        FloatLanes.StoreOne(MathF.Exp(chosen - logSumExp) - 1, logits, label, bfloat16);
        return logSumExp - chosen;
    }
}
