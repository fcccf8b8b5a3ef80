using System.Globalization;

namespace Pipeline.Engine.CommandLine.Output;

/// <summary>Numbers with their units as a person reads them.</summary>
internal static class Quantity
{
    private static readonly string[] _byteUnits = ["B", "KiB", "MiB", "GiB", "TiB"];

    public static string Bytes(long bytes)
    {
        double value = bytes;
        var unit = 0;
        for (; value >= 1024 && unit < _byteUnits.Length - 1; unit++)
        {
            value /= 1024;
        }

        return string.Create(CultureInfo.InvariantCulture, $"{(unit == 0 ? value : Math.Round(value, 1))} {_byteUnits[unit]}");
    }

    public static string Seconds(double seconds) =>
        seconds switch
        {
            < 60 => string.Create(CultureInfo.InvariantCulture, $"{seconds:0.0} s"),
            < 3600 => string.Create(CultureInfo.InvariantCulture, $"{(int)seconds / 60}:{(int)seconds % 60:00} min"),
            _ => string.Create(CultureInfo.InvariantCulture, $"{(int)seconds / 3600}:{(int)seconds / 60 % 60:00} h"),
        };

    /// <summary>A whole number without separators, as tools read it.</summary>
    public static string Whole(long value) => value.ToString(CultureInfo.InvariantCulture);

    /// <summary>Units a second: of slow work the digits that say something.</summary>
    public static string Rate(double rate) =>
        rate.ToString(
            rate >= 1 ? "0.#"
                : rate >= 0.01 ? "0.##"
                : "0.#e0",
            CultureInfo.InvariantCulture
        );

    public static string Count(long count, string noun) =>
        string.Create(CultureInfo.InvariantCulture, $"{count} {noun}{(count == 1 ? "" : "s")}");
}
