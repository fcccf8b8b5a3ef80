using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using static TorchSharp.torch;

namespace Pipeline.Modeling.Kernels;

/// <summary>Where a tensor's values lie, for loops of our own over tensors on the processor.</summary>
internal static unsafe class TensorMemory
{
    /// <summary>The first value of a contiguous tensor, which the caller keeps alive.</summary>
    public static void* PointerTo(Tensor tensor) => Unsafe.AsPointer(ref MemoryMarshal.GetReference(tensor.bytes));

    /// <summary>Whether a contiguous tensor is held in bfloat16, and not in 32 bits.</summary>
    public static bool IsBFloat16(Tensor tensor) => tensor.dtype == ScalarType.BFloat16;
}
