using Pipeline.Modeling.Statistics;

namespace Pipeline.Stages.Report.Statistics;

/// <summary>A ratio of two sums over prompts, such as divergence by tokens or spans by words.</summary>
/// <param name="Numerator">Of each prompt.</param>
/// <param name="Denominator">Of each prompt, aligned.</param>
internal sealed record PromptRatio(double[] Numerator, double[] Denominator)
{
    /// <summary>The ratio over all prompts; null where nothing is below.</summary>
    public double? Value => Denominator.Sum() == 0 ? null : Bootstrap.Ratio(Numerator, Denominator);

    /// <summary>Its 95 % bootstrap interval over prompts; null for fewer than two.</summary>
    public (double Low, double High)? Interval => Value is null ? null : new Bootstrap(Numerator.Length).OfRatio(Numerator, Denominator);

    /// <summary>The difference to another ratio over the same prompts, with its paired interval.</summary>
    public Estimate Minus(PromptRatio other) => new(Value - other.Value, new Bootstrap(Numerator.Length).Interval(drawn => Of(drawn) - other.Of(drawn)));

    /// <summary>The quotient by another ratio over the same prompts, with its paired interval.</summary>
    public Estimate Over(PromptRatio other) => other.Value is > 0
        ? new(Value / other.Value, new Bootstrap(Numerator.Length).Interval(drawn => other.Of(drawn) is > 0 and var below ? Of(drawn) / below : double.PositiveInfinity))
        : default;

    private double Of(double[] drawn) => Bootstrap.Ratio(drawn, Numerator, Denominator);
}
