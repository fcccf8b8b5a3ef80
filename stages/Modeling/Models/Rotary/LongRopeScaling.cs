namespace Pipeline.Modeling.Models.Rotary;

/// <summary>
/// LongRoPE (Ding et al. 2024): each frequency has a factor of its own, one set for short sequences and one for long ones. At the token
/// where an answer passes the original length the whole sequence is read anew, as transformers does for Phi-3.
/// </summary>
/// <param name="ShortFactors">For sequences up to the original length, one for each pair of rotated dimensions.</param>
/// <param name="LongFactors">For longer ones.</param>
/// <param name="OriginalPositions">The length that the model was first trained on, tokens.</param>
/// <param name="AttentionFactor">What cosines and sines are multiplied by.</param>
internal sealed record LongRopeScaling(
    IReadOnlyList<double> ShortFactors,
    IReadOnlyList<double> LongFactors,
    int OriginalPositions,
    double AttentionFactor
) : RotaryScaling
{
    /// <inheritdoc />
    public override double Attention => AttentionFactor;

    /// <inheritdoc />
    public override bool DependsOnLength => true;

    /// <inheritdoc />
    public override int? RereadBeyond => OriginalPositions;

    /// <inheritdoc />
    public override float[] Frequencies(double rotaryBase, int dimension, int length)
    {
        var factors = length > OriginalPositions ? LongFactors : ShortFactors;
        return [.. Powers(rotaryBase, dimension).Zip(factors, (power, factor) => 1f / ((float)factor * power))];
    }
}
