using System.Runtime.InteropServices;
using Pipeline.Modeling.Models;
using Pipeline.Modeling.Native;
using TorchSharp;

namespace Pipeline.Tests.Modeling.Models;

/// <summary>What libtorch says when memory does not suffice is understood; its other errors are not taken for it.</summary>
public sealed class MemoryShortageTests
{
    public MemoryShortageTests() => NativeTorch.Load();

    [Fact]
    public void A_tensor_that_no_machine_can_hold_is_a_shortage() =>
        Assert.True(MemoryShortage.Is(Assert.ThrowsAny<Exception>(() => torch.empty(1L << 55))));

    [Fact]
    public void Shapes_that_do_not_fit_are_none() =>
        Assert.False(MemoryShortage.Is(Assert.ThrowsAny<Exception>(() => torch.ones(2, 3).mm(torch.ones(2, 3)))));

    [Theory]
    [InlineData("CUDA out of memory. Tried to allocate 20.00 MiB.", true)]
    [InlineData("CUDA error: device-side assert triggered", false)]
    public void A_GPU_says_it_in_its_own_words(string message, bool shortage) =>
        Assert.Equal(shortage, MemoryShortage.Is(new ExternalException(message)));
}
