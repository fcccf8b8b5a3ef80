namespace Pipeline.Modeling.Models.Rotary;

/// <summary>
/// YaRN (Peng et al. 2023): dimensions that turn often within the original length are kept, those that turn less than once are
/// interpolated, those between blended; and attention is sharpened.
/// </summary>
/// <param name="Factor">How much longer sequences may be.</param>
/// <param name="OriginalPositions">The length that the model was first trained on, tokens.</param>
internal sealed record YarnScaling(double Factor, int OriginalPositions) : RotaryScaling
{
    /// <summary>Dimensions that turn at least this often are kept.</summary>
    public double FastRotations { get; init; } = 32;

    /// <summary>Dimensions that turn at most this often are interpolated in full.</summary>
    public double SlowRotations { get; init; } = 1;

    /// <summary>Whether the bounds of the blend are rounded outwards to whole dimensions.</summary>
    public bool Truncates { get; init; } = true;

    /// <summary>What cosines and sines are multiplied by; null to derive it.</summary>
    public double? GivenAttention { get; init; }

    /// <summary><c>mscale</c>: numerator's weight in the derived value; counts with <see cref="ScaleOfAllDimensions"/> only.</summary>
    public double? Scale { get; init; }

    /// <summary><c>mscale_all_dim</c>: denominator's weight in the derived value.</summary>
    public double? ScaleOfAllDimensions { get; init; }

    /// <inheritdoc />
    public override double Attention =>
        GivenAttention ?? (Scale is { } scale && ScaleOfAllDimensions is { } all ? Sharpening(scale) / Sharpening(all) : Sharpening(1));

    /// <inheritdoc />
    public override float[] Frequencies(double rotaryBase, int dimension, int length)
    {
        var low = Dimension(FastRotations, rotaryBase, dimension);
        var high = Dimension(SlowRotations, rotaryBase, dimension);
        (low, high) = Truncates ? (Math.Floor(low), Math.Ceiling(high)) : (low, high);
        (low, high) = (Math.Max(low, 0), Math.Min(high, dimension - 1));
        high = low == high ? high + 0.001 : high;

        var powers = Powers(rotaryBase, dimension);
        var frequencies = new float[powers.Length];
        for (var i = 0; i < powers.Length; i++)
        {
            var kept = 1f - Math.Clamp((i - (float)low) / (float)(high - low), 0f, 1f);
            frequencies[i] = (1f / ((float)Factor * powers[i]) * (1f - kept)) + (1f / powers[i] * kept);
        }

        return frequencies;
    }

    /// <summary>The (fractional) dimension that turns so often within the original length.</summary>
    private double Dimension(double rotations, double rotaryBase, int dimension) =>
        dimension * Math.Log(OriginalPositions / (rotations * 2 * Math.PI)) / (2 * Math.Log(rotaryBase));

    private double Sharpening(double scale) => Factor <= 1 ? 1 : (0.1 * scale * Math.Log(Factor)) + 1;
}
