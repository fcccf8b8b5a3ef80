using Pipeline.Modeling.Models;
using static TorchSharp.torch;

namespace Pipeline.Modeling.Training;

/// <summary>
/// NEFTune (Jain et al. 2023): in training, every embedding coordinate of a sequence of L tokens in d dimensions gains noise that is
/// uniform in ±alpha / √(L·d). L is the sequence's own length, as in the authors' code, so that padding does not weaken the noise; padding
/// gets none.
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

    /// <summary>The noise for right-padded rows: [rows, longest, width].</summary>
    public Tensor For(IReadOnlyList<TrainingSequence> rows, int longest, long width)
    {
        using var scope = NewDisposeScope();
        var bounds = new float[rows.Count * longest];
        for (var row = 0; row < rows.Count; row++)
        {
            var at = row * longest;
            foreach (var length in rows[row].Parts)
            {
                bounds.AsSpan(at, length).Fill((float)(_alpha / Math.Sqrt((double)length * width)));
                at += length;
            }
        }

        return rand([rows.Count, longest, width], generator: _generator)
            .mul_(KeptScalars.Two)
            .sub_(KeptScalars.One)
            .mul_(tensor(bounds).view(rows.Count, longest, 1))
            .MoveToOuterDisposeScope();
    }

    /// <inheritdoc />
    public void Dispose() => _generator.Dispose();
}
