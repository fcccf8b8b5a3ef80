using System.Globalization;

namespace Pipeline.Modeling.Plots;

/// <summary>A linear axis with round ticks.</summary>
/// <param name="Low">Where it starts.</param>
/// <param name="High">Where it ends.</param>
/// <param name="Step">Distance of its ticks.</param>
public sealed record Axis(double Low, double High, double Step)
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
    public string Label(double tick) =>
        (
            Step >= 1
                ? tick.ToString("#,0", CultureInfo.InvariantCulture)
                : tick.ToString($"F{(int)Math.Ceiling(-Math.Log10(Step) - 1e-9)}", CultureInfo.InvariantCulture)
        ).Replace('-', '−');

    /// <summary>Where a value lies on the axis, 0–1.</summary>
    public double Share(double value) => Math.Clamp((value - Low) / (High - Low), 0, 1);

    /// <summary>An axis that covers values, widened to round ends; a single value lies in its middle.</summary>
    public static Axis Over(double low, double high, int ticks)
    {
        if (high - low < 1e-9 * Math.Max(Math.Abs(low), Math.Abs(high)))
        {
            (low, high) = (low - (Math.Abs(low) / 2), high + (Math.Abs(high) / 2));
        }

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
