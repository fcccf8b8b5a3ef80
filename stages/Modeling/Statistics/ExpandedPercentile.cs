namespace Pipeline.Modeling.Statistics;

/// <summary>
/// How far out the percentiles of resampled means are to be taken so that an interval over few instances covers what Student's t would
/// (Hesterberg 2015, "What teachers should know about the bootstrap", section 3.3).
/// </summary>
public static class ExpandedPercentile
{
    private const double Normal = 1.959963985;
    private const int FewestWithTail = 4;

    /// <summary>The tail on either side: 0.025 for many instances, 0.001 for five, 0 for three and fewer.</summary>
    public static double Tail(int instances) =>
        instances < FewestWithTail ? 0 : Below(-Student(instances - 1) * Math.Sqrt((double)instances / (instances - 1)));

    /// <summary>The 0.975 quantile of Student's t with three degrees of freedom or more, by the expansion in their reciprocal (Abramowitz
    /// and Stegun, 26.7.5).</summary>
    private static double Student(int freedom)
    {
        static double Power(int exponent) => Math.Pow(Normal, exponent);
        return Normal
            + ((Power(3) + Normal) / (4 * freedom))
            + (((5 * Power(5)) + (16 * Power(3)) + (3 * Normal)) / (96 * Math.Pow(freedom, 2)))
            + (((3 * Power(7)) + (19 * Power(5)) + (17 * Power(3)) - (15 * Normal)) / (384 * Math.Pow(freedom, 3)));
    }

    /// <summary>The standard normal distribution below a number that is not positive, to 1e-7 (Abramowitz and Stegun, 26.2.17).</summary>
    private static double Below(double x)
    {
        var t = 1 / (1 - (0.2316419 * x));
        var density = Math.Exp(-x * x / 2) / Math.Sqrt(2 * Math.PI);
        return density * t * (0.319381530 + (t * (-0.356563782 + (t * (1.781477937 + (t * (-1.821255978 + (t * 1.330274429))))))));
    }
}
