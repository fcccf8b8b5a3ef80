namespace Pipeline.Modeling.Models;

/// <summary>Llama 3's scaling of rotary frequencies: long wavelengths are stretched, short ones kept, those between blended.</summary>
/// <param name="Factor">How much long wavelengths are stretched.</param>
/// <param name="LowFrequencyFactor">Wavelengths above the original length divided by this are stretched in full.</param>
/// <param name="HighFrequencyFactor">Wavelengths below the original length divided by this are kept.</param>
/// <param name="OriginalPositions">The length that the model was first trained on, tokens.</param>
public sealed record RotaryScaling(double Factor, double LowFrequencyFactor, double HighFrequencyFactor, int OriginalPositions)
{
    /// <summary>The scaled form of one frequency (transformers, <c>modeling_rope_utils</c>, "llama3").</summary>
    public double Scale(double frequency)
    {
        var wavelength = 2 * Math.PI / frequency;
        if (wavelength < OriginalPositions / HighFrequencyFactor)
        {
            return frequency;
        }

        if (wavelength > OriginalPositions / LowFrequencyFactor)
        {
            return frequency / Factor;
        }

        var smooth = ((OriginalPositions / wavelength) - LowFrequencyFactor) / (HighFrequencyFactor - LowFrequencyFactor);
        return ((1 - smooth) * frequency / Factor) + (smooth * frequency);
    }
}
