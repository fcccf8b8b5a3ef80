using static TorchSharp.torch;

namespace Pipeline.Modeling.Decoding.Vectors;

/// <summary>One linear layer, or several that read the same input as one, with the module paths by which adapters know them.</summary>
internal sealed class VectorLinear
{
    private VectorLinear(PackedMatrix matrix, IReadOnlyList<(string Path, int FirstOutput)> paths)
    {
        Matrix = matrix;
        Paths = paths;
    }

    /// <summary>The weights of all of them, one below the other.</summary>
    public PackedMatrix Matrix { get; }

    /// <summary>Each layer's path and its first output.</summary>
    public IReadOnlyList<(string Path, int FirstOutput)> Paths { get; }

    /// <summary>The layers at these paths, which read the same input.</summary>
    public static VectorLinear Create(
        WeightMemory memory,
        IReadOnlyDictionary<string, Tensor> weights,
        bool transposed,
        params IReadOnlyList<string> paths
    )
    {
        using var scope = NewDisposeScope();
        var parts = paths
            .Select(path =>
                (
                    Weight: transposed ? weights[path + ".weight"].t() : weights[path + ".weight"],
                    Bias: weights.GetValueOrDefault(path + ".bias")
                )
            )
            .ToList();
        var first = 0;
        var placed = new List<(string, int)>();
        for (var i = 0; i < paths.Count; i++)
        {
            placed.Add((paths[i], first));
            first += (int)parts[i].Weight.shape[0];
        }

        return new VectorLinear(PackedMatrix.Pack(memory, parts), placed);
    }
}
