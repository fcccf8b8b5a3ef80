namespace Pipeline.Stages.Report.Charts;

/// <summary>A linear axis with round ticks.</summary>
/// <param name="Low">Where it starts.</param>
/// <param name="High">Where it ends.</param>
/// <param name="Step">Distance of its ticks.</param>
internal sealed record Axis(double Low, double High, double Step)
{
    private static readonly double[] _roundSteps = [1, 2, 5, 10];

    /// <summary>The values of the ticks.</summary>
    public IEnumerable<double> Ticks
    {
        get
        {
            var first = (long)Math.Ceiling((Low / Step) - 1e-9);
            for (var i = first; i * Step <= High + (Step * 1e-9); i++)
            {
                yield return i * Step;
            }
        }
    }

    /// <summary>How a tick is spelled: with the decimals that its step needs.</summary>
    public string Label(double tick) => Figure.Number(tick, Step >= 1 ? "#,0" : Step >= 0.1 ? "0.0" : Step >= 0.01 ? "0.00" : "0.000");

    /// <summary>Where a value lies on the axis, 0–1.</summary>
    public double Share(double value) => Math.Clamp((value - Low) / (High - Low), 0, 1);

    /// <summary>An axis that covers values, widened to round ends.</summary>
    public static Axis Over(double low, double high, int ticks)
    {
        var step = RoundStep(Math.Max(high - low, 1e-6) / ticks);
        var (first, last) = (Math.Floor((low / step) + 1e-9) * step, Math.Ceiling((high / step) - 1e-9) * step);
        return new Axis(first, Math.Max(last, first + step), step);
    }

    /// <summary>An axis that ends exactly where the values do, with round ticks between.</summary>
    public static Axis Exactly(double low, double high, int ticks) =>
        new(low, Math.Max(high, low + 1e-6), RoundStep(Math.Max(high - low, 1e-6) / ticks));

    private static double RoundStep(double raw)
    {
        var magnitude = Math.Pow(10, Math.Floor(Math.Log10(raw)));
        return _roundSteps.First(step => step * magnitude >= raw * (1 - 1e-9)) * magnitude;
    }
}
