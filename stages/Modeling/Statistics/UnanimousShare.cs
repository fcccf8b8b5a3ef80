namespace Pipeline.Modeling.Statistics;

/// <summary>
/// The 95 % interval of a share where all that was counted agree: none of n, or all. Resamples of equal things are equal, so a bootstrap
/// would claim certainty; these are the exact limits (Clopper and Pearson 1934), about 3.7 / n from the end.
/// </summary>
public static class UnanimousShare
{
    private const double Tail = 0.025;

    /// <summary>None of n: from 0 to what gives none with a probability of 0.025.</summary>
    /// <param name="n">Independent things counted: clusters, where those of one cluster are no independent evidence. At least 1.</param>
    public static (double Low, double High) None(int n) => (0, 1 - Math.Pow(Tail, 1.0 / n));

    /// <summary>All of n.</summary>
    /// <param name="n">As for none.</param>
    public static (double Low, double High) All(int n) => (Math.Pow(Tail, 1.0 / n), 1);

    /// <summary>The difference of two shares of the same n things that agree in every one of them: as far to either side as none of n
    /// differs.</summary>
    /// <param name="n">As for none.</param>
    public static (double Low, double High) NoDifference(int n) => (-None(n).High, None(n).High);

    /// <summary>No event in n things each of which may have several: the same for a Poisson mean, −ln 0.025 / n.</summary>
    /// <param name="n">As for none.</param>
    public static (double Low, double High) NoEvents(int n) => (0, -Math.Log(Tail) / n);
}
