using System.Runtime.InteropServices;
using Pipeline.Modeling.Kernels;

namespace Pipeline.Tests.Modeling.Kernels;

/// <summary>
/// Memory that shows what is done beside a buffer: each lies between two margins of values that are no number. A margin that is no longer
/// as it was has been written to; a result that is no number has read one.
/// </summary>
internal sealed unsafe class GuardedMemory : FloatMemory, IDisposable
{
    private const int Margin = 1 << 14;
    private const uint Untouched = 0x7FC0_BEEF;

    private readonly FloatMemory? _before = Replacement;
    private readonly Dictionary<nint, long> _lengths = [];
    private readonly List<string> _damage = [];

    /// <summary>Stands in the system's place until it is disposed of.</summary>
    public GuardedMemory() => Replacement = this;

    /// <summary>Buffers that were given.</summary>
    public int Given { get; private set; }

    public override float* Allocate(long length, bool clear)
    {
        var whole = (uint*)NativeMemory.AlignedAlloc((nuint)((2 * Margin) + length) * sizeof(float), 64);
        new Span<uint>(whole, Margin).Fill(Untouched);
        new Span<uint>(whole + Margin + length, Margin).Fill(Untouched);
        var first = (float*)(whole + Margin);
        new Span<uint>(first, (int)length).Fill(clear ? 0 : Untouched);
        lock (_lengths)
        {
            _lengths.Add((nint)first, length);
            Given++;
        }

        return first;
    }

    public override void Free(float* first)
    {
        lock (_lengths)
        {
            if (!_lengths.Remove((nint)first, out var length))
            {
                _damage.Add("a buffer was freed that was not given, or twice");
                return;
            }

            Look(first, length);
            NativeMemory.AlignedFree((uint*)first - Margin);
        }
    }

    /// <summary>Fails where a margin was written to, or nothing was given.</summary>
    public void AssertUntouched()
    {
        lock (_lengths)
        {
            Assert.NotEqual(0, Given);
            foreach (var (first, length) in _lengths)
            {
                Look((float*)first, length);
            }

            Assert.Empty(_damage);
        }
    }

    public void Dispose() => Replacement = _before;

    private void Look(float* first, long length)
    {
        var before = new Span<uint>((uint*)first - Margin, Margin);
        var after = new Span<uint>((uint*)first + length, Margin);
        if (before.ContainsAnyExcept(Untouched) || after.ContainsAnyExcept(Untouched))
        {
            _damage.Add(
                $"a buffer of {length} floats: {before.LastIndexOfAnyExcept(Untouched) - Margin} before, "
                    + $"{after.LastIndexOfAnyExcept(Untouched) + 1} after its end"
            );
        }
    }
}
