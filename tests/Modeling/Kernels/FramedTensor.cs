using static TorchSharp.torch;

namespace Pipeline.Tests.Modeling.Kernels;

/// <summary>A contiguous tensor in the middle of a longer one, whose ends show what is written or read beside it.</summary>
internal sealed class FramedTensor
{
    private const int Margin = 1 << 12;

    private readonly Tensor _all;

    /// <summary>Takes the values of a tensor.</summary>
    public FramedTensor(Tensor values)
    {
        _all = full(values.numel() + (2 * Margin), double.NaN, values.dtype);
        Inside = _all.narrow(0, Margin, values.numel()).view(values.shape);
        Inside.copy_(values);
    }

    /// <summary>The tensor.</summary>
    public Tensor Inside { get; }

    /// <summary>Fails where something was written beside it, or something that is no number into it.</summary>
    public void AssertUntouched() => Assert.Equal(2 * Margin, _all.isnan().sum().item<long>());
}
