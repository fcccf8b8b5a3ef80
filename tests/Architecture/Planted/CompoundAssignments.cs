using TorchSharp;

namespace Pipeline.Tests.Architecture.Planted;

/// <summary>Makes native numbers that nothing refers to, as no code of ours may.</summary>
internal static class CompoundAssignments
{
    internal static torch.Tensor Accumulate(torch.Tensor sum, torch.Tensor more)
    {
        sum += more;
        return sum;
    }

    internal static torch.Tensor Scale(torch.Tensor product)
    {
        product *= 2;
        return product;
    }
}
