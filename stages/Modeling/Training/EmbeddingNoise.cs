using static TorchSharp.torch;

namespace Pipeline.Modeling.Training;

/// <summary>
/// NEFTune (Jain et al. 2023): in training, every embedding coordinate of a sequence of L tokens in d dimensions gains noise that is uniform
/// in ±alpha / √(L·d). L is the sequence's own length, as in the authors' code, so that padding does not weaken the noise; padding gets none.
/// </summary>
public sealed class EmbeddingNoise : IDisposable
{
    private readonly double _alpha;
    private readonly Generator _generator;

    /// <summary>Noise of one optimiser step.</summary>
    public EmbeddingNoise(double alpha, long seed)
    {
        _alpha = alpha;
        _generator = new Generator((ulong)seed);
    }

    /// <summary>The noise for right-padded sequences of these lengths: [sequences, longest, width].</summary>
    public Tensor For(IReadOnlyList<int> lengths, long width)
    {
        using var scope = NewDisposeScope();
        var longest = lengths.Max();
        var bounds = lengths.Select(length => (float)(_alpha / Math.Sqrt((double)length * width))).ToArray();
        var inside = arange(longest, ScalarType.Int64).unsqueeze(0) < tensor(lengths.Select(length => (long)length).ToArray()).unsqueeze(1);
        var scale = tensor(bounds).unsqueeze(1) * inside;
        return rand([lengths.Count, longest, width], generator: _generator).mul_(2).sub_(1).mul_(scale.unsqueeze(2)).MoveToOuterDisposeScope();
    }

    /// <inheritdoc />
    public void Dispose() => _generator.Dispose();
}
