using Pipeline.Modeling.Plots;
using static Pipeline.Stages.Report.Figure;

namespace Pipeline.Stages.Report.Charts;

/// <summary>A value and its interval on an axis that all rows of a table share: a forest plot, one row a model.</summary>
internal static class IntervalMark
{
    private const int Width = 140;
    private const int Height = 18;
    private const int Margin = 6;

    /// <summary>The axis over values and intervals of a column; it holds zero.</summary>
    public static Axis AxisOver(IEnumerable<(double? Value, (double Low, double High)? Interval)> rows)
    {
        var values = rows.SelectMany(row => new[] { row.Value, row.Interval?.Low, row.Interval?.High })
            .OfType<double>()
            .Where(double.IsFinite)
            .Append(0)
            .ToList();
        return Axis.Exactly(values.Min(), values.Max(), 4);
    }

    /// <summary>The mark as markup; nothing without a value.</summary>
    public static string Draw(Axis axis, double? value, (double Low, double High)? interval, string colour)
    {
        if (value is not { } found || !double.IsFinite(found))
        {
            return "";
        }

        const int Middle = Height / 2;
        var range = interval is { } ends ? $"<path d=\"M{Across(axis, ends.Low)} {Middle}H{Across(axis, ends.High)}\"/>" : "";
        return $"<svg class=\"mark {colour}\" aria-hidden=\"true\"><path class=\"grid\" d=\"M{Across(axis, 0)} "
            + $"0V{Height}\"/>{range}<circle cx=\"{Across(axis, found)}\" cy=\"{Middle}\" r=\"4\"/></svg>";
    }

    /// <summary>The heading of a column of marks: from where to where its axis reaches; its vertical line is zero.</summary>
    public static string Heading(Axis axis, string format = "0.00") => $"{Number(axis.Low, format)} to {Number(axis.High, format)}";

    private static string Across(Axis axis, double value) => Coordinate(Margin + (axis.Share(value) * (Width - (2 * Margin))));
}
