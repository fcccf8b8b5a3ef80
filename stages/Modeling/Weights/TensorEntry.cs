using TorchSharp;

namespace Pipeline.Modeling.Weights;

/// <summary>One tensor of a safetensors file.</summary>
/// <param name="Name">Its key.</param>
/// <param name="Type">Its element type in the file.</param>
/// <param name="Shape">Its shape.</param>
/// <param name="Offset">Byte offset in the file.</param>
/// <param name="Bytes">Its length in bytes.</param>
internal sealed record TensorEntry(string Name, torch.ScalarType Type, IReadOnlyList<long> Shape, long Offset, long Bytes)
{
    /// <summary>Whether it can be a weight.</summary>
    public bool IsFloatingPoint => Type is torch.ScalarType.Float32 or torch.ScalarType.Float16 or torch.ScalarType.BFloat16;
}
