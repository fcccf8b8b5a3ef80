namespace Pipeline.Stages.Report.Statistics;

/// <summary>Percentile bootstrap (Efron 1979) of a ratio of sums over instances, with a fixed seed.</summary>
internal static class Bootstrap
{
    private const int Resamples = 1000;
    private const int Seed = 13;
    private const double Tail = 0.025;

    /// <summary>The 95 % interval of a statistic of resampled instances; null for fewer than two.</summary>
    /// <param name="instances">How many there are.</param>
    /// <param name="statistic">The statistic of a list of 0-based instances, drawn with replacement.</param>
    public static (double Low, double High)? Interval(int instances, Func<int[], double> statistic)
    {
        if (instances < 2)
        {
            return null;
        }

        var random = new Random(Seed);
        var values = new double[Resamples];
        var drawn = new int[instances];
        for (var r = 0; r < Resamples; r++)
        {
            for (var i = 0; i < instances; i++)
            {
                drawn[i] = random.Next(instances);
            }

            values[r] = statistic(drawn);
        }

        Array.Sort(values);
        return (values[(int)(Tail * Resamples)], values[(int)((1 - Tail) * Resamples) - 1]);
    }

    /// <summary>The ratio of two sums over drawn instances; 0 where the denominator is.</summary>
    public static double Ratio(int[] drawn, double[] numerator, double[] denominator)
    {
        double above = 0, below = 0;
        foreach (var i in drawn)
        {
            above += numerator[i];
            below += denominator[i];
        }

        return below == 0 ? 0 : above / below;
    }
}
