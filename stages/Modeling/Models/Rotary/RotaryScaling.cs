using TorchSharp;

namespace Pipeline.Modeling.Models.Rotary;

/// <summary>
/// How rotary frequencies are changed so that a model takes longer sequences than it was trained on. Computed step by step in 32 bits as
/// transformers does (<c>modeling_rope_utils</c>): at long positions the last bit of a frequency shows.
/// </summary>
public abstract record RotaryScaling
{
    /// <summary>What cosines and sines are multiplied by.</summary>
    public virtual double Attention => 1;

    /// <summary>Whether the frequencies depend on how long the sequence is.</summary>
    public virtual bool DependsOnLength => false;

    /// <summary>The length, tokens, beyond which a growing sequence is read anew once, because all its angles change there; null for
    /// none.</summary>
    public virtual int? RereadBeyond => null;

    /// <summary>The frequencies, one for each pair of rotated dimensions.</summary>
    /// <param name="rotaryBase">Base of the unscaled frequencies.</param>
    /// <param name="dimension">Number of rotated dimensions, even.</param>
    /// <param name="length">Tokens of the sequence so far.</param>
    public abstract float[] Frequencies(double rotaryBase, int dimension, int length);

    /// <summary>base^(2i/d): the wavelengths over 2π of unscaled frequencies.</summary>
    internal static float[] Powers(double rotaryBase, int dimension)
    {
        using var scope = torch.NewDisposeScope();
        using var number = KeptScalars.Create(rotaryBase);
        var exponents = torch.tensor(Enumerable.Range(0, (dimension + 1) / 2).Select(i => 2f * i).ToArray()).Divide(dimension);
        return [.. torch.full_like(exponents, number).pow(exponents).data<float>()];
    }

    /// <summary>The frequencies without any scaling (Su et al. 2021).</summary>
    internal static float[] Unscaled(double rotaryBase, int dimension) =>
        Array.ConvertAll(Powers(rotaryBase, dimension), power => 1f / power);
}
