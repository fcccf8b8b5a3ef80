using System.Globalization;

namespace Pipeline.Stages.Report;

/// <summary>Figures as the report spells them: a real minus, thousands with a comma, a dash for none.</summary>
internal static class Figure
{
    /// <summary>What stands where there is no figure.</summary>
    public const string None = "–";

    private const int MostDecimals = 4;

    /// <summary>What <see cref="ExactMark"/> says, in a sentence.</summary>
    public const string ExactNote =
        "Intervals with * are exact, or made of exact ones: on one side nothing that was counted is the case, or everything, so "
        + "that resamples would not vary.";

    /// <summary>A number.</summary>
    public static string Number(double? value, string format = "0.00") =>
        value is not { } number || !double.IsFinite(number)
            ? None
            : number.ToString(format, CultureInfo.InvariantCulture).Replace('-', '−');

    /// <summary>A count.</summary>
    public static string Count(long value) => value.ToString("#,0", CultureInfo.InvariantCulture);

    /// <summary>A count and its noun, which takes an s unless the count is 1.</summary>
    public static string Count(long value, string noun) => $"{Count(value)} {noun}{(value == 1 ? "" : "s")}";

    /// <summary>A share 0–1 as a percentage.</summary>
    public static string Percent(double? share, string format = "0.0") => share is null ? None : Number(share * 100, format) + "\u00a0%";

    /// <summary>A learning rate.</summary>
    public static string Rate(double value) => value.ToString("0.##e0", CultureInfo.InvariantCulture).Replace('-', '−');

    /// <summary>An interval in brackets; nothing for none.</summary>
    public static string Interval((double Low, double High)? interval, string format = "0.00") =>
        interval is not { } found ? "" : $"[{Number(found.Low, format)},\u00a0{Number(found.High, format)}]";

    /// <summary>What marks an exact interval, beside none or all, or one that is made of such; nothing for a bootstrap's.</summary>
    public static string ExactMark(bool exact) => exact ? "*" : "";

    /// <summary>The interval between two ends; null unless both are there.</summary>
    public static (double Low, double High)? Pair(double? low, double? high) =>
        low is { } below && high is { } above ? (below, above) : null;

    /// <summary>A number and its interval.</summary>
    public static string WithInterval(double? value, (double Low, double High)? interval, string format = "0.00") =>
        interval is null ? Number(value, format) : $"{Number(value, format)} {Interval(interval, format)}";

    /// <summary>
    /// A number and its interval, spelled to two digits of the interval's width: what lies further behind the point, or before it, says
    /// nothing.
    /// </summary>
    public static string Rounded(double? value, (double Low, double High)? interval)
    {
        if (interval is not { } ends || !double.IsFinite(ends.High - ends.Low) || ends.High <= ends.Low)
        {
            return WithInterval(value, interval);
        }

        var place = (int)Math.Floor(Math.Log10(ends.High - ends.Low)) - 1;
        var unit = Math.Pow(10, Math.Max(0, place));
        return WithInterval(
            Math.Round(value / unit ?? double.NaN) * unit is var whole && place > 0 ? whole : value,
            place > 0 ? (Math.Round(ends.Low / unit) * unit, Math.Round(ends.High / unit) * unit) : ends,
            place >= 0 ? "#,0" : "0." + new string('0', Math.Min(-place, MostDecimals))
        );
    }

    /// <summary>A coordinate or length inside markup.</summary>
    public static string Coordinate(double value) => value.ToString("0.#", CultureInfo.InvariantCulture);
}
