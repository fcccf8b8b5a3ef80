namespace Pipeline.Modeling.Models.Rotary;

/// <summary>Llama 3's scaling: long wavelengths are stretched, short ones kept, those between blended.</summary>
/// <param name="Factor">How much long wavelengths are stretched.</param>
/// <param name="LowFrequencyFactor">Wavelengths above the original length divided by this are stretched in full.</param>
/// <param name="HighFrequencyFactor">Wavelengths below the original length divided by this are kept; above the low factor.</param>
/// <param name="OriginalPositions">The length that the model was first trained on, tokens.</param>
internal sealed record Llama3Scaling(double Factor, double LowFrequencyFactor, double HighFrequencyFactor, int OriginalPositions)
    : RotaryScaling
{
    /// <inheritdoc />
    public override float[] Frequencies(double rotaryBase, int dimension, int length) =>
        Array.ConvertAll(Unscaled(rotaryBase, dimension), Scale);

    private float Scale(float frequency)
    {
        var wavelength = (float)(2 * Math.PI) / frequency;
        if (wavelength < (float)(OriginalPositions / HighFrequencyFactor))
        {
            return frequency;
        }

        if (wavelength > (float)(OriginalPositions / LowFrequencyFactor))
        {
            return frequency / (float)Factor;
        }

        var smooth = ((OriginalPositions / wavelength) - (float)LowFrequencyFactor) / (float)(HighFrequencyFactor - LowFrequencyFactor);
        return ((1f - smooth) * frequency / (float)Factor) + (smooth * frequency);
    }
}
