namespace Pipeline.Modeling.Statistics;

/// <summary>
/// Intervals of what is made of two figures that have intervals of their own, where resamples cannot be combined because one side's do not
/// vary.
/// The figures are taken as independent; those of the same prompts vary together as a rule, which makes their differences vary less.
/// </summary>
public static class CombinedInterval
{
    /// <summary>A difference (Newcombe 1998, method 10).</summary>
    public static (double Low, double High) Difference(
        double left,
        (double Low, double High) ofLeft,
        double right,
        (double Low, double High) ofRight
    )
    {
        var difference = left - right;
        return (
            difference - Math.Sqrt(Square(left - ofLeft.Low) + Square(ofRight.High - right)),
            difference + Math.Sqrt(Square(ofLeft.High - left) + Square(right - ofRight.Low))
        );
    }

    /// <summary>A quotient of figures that are not negative (Donner and Zou 2012); without an upper end where the divisor's interval holds
    /// 0.</summary>
    public static (double Low, double High) Quotient(
        double left,
        (double Low, double High) ofLeft,
        double right,
        (double Low, double High) ofRight
    )
    {
        // Ends are the roots of a·R² − 2·b·R + c, each written so that it does not cancel.
        var b = left * right;
        var (fewest, most) = (ofLeft.Low * ((2 * left) - ofLeft.Low), ofLeft.High * ((2 * left) - ofLeft.High));
        var (above, below) = (ofRight.High * ((2 * right) - ofRight.High), ofRight.Low * ((2 * right) - ofRight.Low));
        return (
            fewest <= 0 ? 0 : fewest / (b + Root(Square(b) - (above * fewest))),
            ofRight.Low <= 0 ? double.PositiveInfinity : (b + Root(Square(b) - (below * most))) / below
        );
    }

    private static double Root(double value) => Math.Sqrt(Math.Max(0, value));

    private static double Square(double value) => value * value;
}
