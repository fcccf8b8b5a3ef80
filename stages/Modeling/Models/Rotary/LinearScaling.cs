namespace Pipeline.Modeling.Models.Rotary;

/// <summary>Position interpolation (Chen et al. 2023): all frequencies divided by one factor.</summary>
/// <param name="Factor">How much longer sequences may be.</param>
internal sealed record LinearScaling(double Factor) : RotaryScaling
{
    /// <inheritdoc />
    public override float[] Frequencies(double rotaryBase, int dimension, int length) =>
        Array.ConvertAll(Unscaled(rotaryBase, dimension), frequency => frequency / (float)Factor);
}
