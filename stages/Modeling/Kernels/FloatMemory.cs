using System.Runtime.InteropServices;

namespace Pipeline.Modeling.Kernels;

/// <summary>
/// Where floats outside the managed heap come from. A test may put memory of its own in the place of the system's for what it calls, to see
/// that nothing is written or read beside what was asked for.
/// </summary>
internal abstract unsafe class FloatMemory
{
    private static readonly AsyncLocal<FloatMemory?> _replacement = new();
    private static readonly FloatMemory _system = new SystemMemory();

    /// <summary>What gives memory to the calling flow of execution.</summary>
    public static FloatMemory Current => _replacement.Value ?? _system;

    /// <summary>What stands in the system's place for the calling flow of execution; null for nothing.</summary>
    public static FloatMemory? Replacement
    {
        get => _replacement.Value;
        set => _replacement.Value = value;
    }

    /// <summary>Room for some floats on a cache line's boundary.</summary>
    /// <param name="length">Number of floats.</param>
    /// <param name="clear">Whether they are zero; else they are anything.</param>
    /// <exception cref="OutOfMemoryException">There is no room for as many.</exception>
    public abstract float* Allocate(long length, bool clear);

    /// <summary>Gives back what <see cref="Allocate"/> gave, once.</summary>
    public abstract void Free(float* first);

    private sealed class SystemMemory : FloatMemory
    {
        // A cache line, which is a vector of 512 bits: from its boundary on no load of whole vectors crosses two.
        private const int Alignment = 64;

        public override float* Allocate(long length, bool clear)
        {
            var bytes = checked((nuint)length * sizeof(float));
            var first = NativeMemory.AlignedAlloc(Math.Max(sizeof(float), bytes), Alignment);
            if (clear)
            {
                NativeMemory.Clear(first, bytes);
            }

            return (float*)first;
        }

        public override void Free(float* first) => NativeMemory.AlignedFree(first);
    }
}
