namespace Pipeline.Modeling.Models.Rotary;

/// <summary>
/// Dynamic NTK scaling: beyond the trained length the base grows with the sequence. Every sequence counts for itself, as it would alone in
/// transformers, where the longest of a batch decides for all of it; keys that a cache holds stay as they were rotated.
/// </summary>
/// <param name="Factor">How fast the base grows.</param>
/// <param name="TrainedPositions">Up to this length nothing changes, tokens.</param>
internal sealed record DynamicScaling(double Factor, int TrainedPositions) : RotaryScaling
{
    /// <inheritdoc />
    public override bool DependsOnLength => true;

    /// <inheritdoc />
    public override float[] Frequencies(double rotaryBase, int dimension, int length)
    {
        var stretch = (Factor * Math.Max(length, TrainedPositions) / TrainedPositions) - (Factor - 1);
        return Unscaled(rotaryBase * Math.Pow(stretch, (double)dimension / (dimension - 2)), dimension);
    }
}
