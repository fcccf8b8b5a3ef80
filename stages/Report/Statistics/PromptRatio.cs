using Pipeline.Modeling.Statistics;

namespace Pipeline.Stages.Report.Statistics;

/// <summary>A ratio of two sums over prompts, such as divergence by tokens or spans by words.</summary>
/// <param name="Numerator">Of each prompt.</param>
/// <param name="Denominator">Of each prompt, aligned; 0 for a prompt that says nothing.</param>
internal sealed record PromptRatio(double[] Numerator, double[] Denominator)
{
    /// <summary>The ratio over all prompts; null where nothing is below.</summary>
    public double? Value => Measured == 0 ? null : Bootstrap.Ratio(Numerator, Denominator);

    /// <summary>Its 95 % bootstrap interval over prompts; null unless at least two of them are measured.</summary>
    public (double Low, double High)? Interval => Measured < 2 ? null : new Bootstrap(Numerator.Length).OfRatio(Numerator, Denominator);

    private int Measured => Denominator.Count(below => below != 0);

    /// <summary>The difference to another ratio over the same prompts, with its paired interval; nothing where one of them has no
    /// value.</summary>
    public Estimate Subtract(PromptRatio other) =>
        Value is { } own && other.Value is { } its ? new(own - its, Paired(other, (left, right) => left - right)) : default;

    /// <summary>The quotient by another ratio over the same prompts, with its paired interval; nothing where one has no value or the other
    /// is 0.</summary>
    public Estimate Divide(PromptRatio other) =>
        Value is { } own && other.Value is > 0 and var its
            ? new(own / its, Paired(other, (left, right) => right == 0 ? double.PositiveInfinity : left / right))
            : default;

    private (double Low, double High)? Paired(PromptRatio other, Func<double, double, double> compared) =>
        Math.Min(Measured, other.Measured) < 2
            ? null
            : new Bootstrap(Numerator.Length).Interval(drawn => compared(Compute(drawn), other.Compute(drawn)));

    private double Compute(double[] drawn) => Bootstrap.Ratio(drawn, Numerator, Denominator);
}
