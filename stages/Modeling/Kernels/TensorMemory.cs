using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using static TorchSharp.torch;

namespace Pipeline.Modeling.Kernels;

/// <summary>Where a tensor's values lie, for loops of our own over tensors on the processor.</summary>
internal static unsafe class TensorMemory
{
    private const int MostInSpan = int.MaxValue / sizeof(float);

    /// <summary>The first value of a contiguous tensor on the processor, fp32 or bfloat16, which the caller keeps alive.</summary>
    /// <exception cref="ArgumentException">The tensor is another.</exception>
    public static void* PointerTo(Tensor tensor)
    {
        if (
            tensor.device_type != TorchSharp.DeviceType.CPU
            || tensor.dtype is not (ScalarType.Float32 or ScalarType.BFloat16)
            || !tensor.is_contiguous()
        )
        {
            throw new ArgumentException($"{tensor.dtype} of shape [{string.Join(", ", tensor.shape)}] on {tensor.device}", nameof(tensor));
        }

        if (tensor.numel() <= MostInSpan)
        {
            return Unsafe.AsPointer(ref MemoryMarshal.GetReference(tensor.bytes));
        }

        // A span reaches no further than 2 GiB; the first value is all that is asked for.
        using var first = tensor.view(-1).narrow(0, 0, 1);
        return Unsafe.AsPointer(ref MemoryMarshal.GetReference(first.bytes));
    }

    /// <summary>Whether a contiguous tensor is held in bfloat16, and not in 32 bits.</summary>
    public static bool IsBFloat16(Tensor tensor) => tensor.dtype == ScalarType.BFloat16;
}
