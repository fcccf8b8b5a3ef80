using System.Diagnostics;
using System.Globalization;

namespace Pipeline.Benchmarks;

/// <summary>Rounds of several sides in turn, so that whatever else the machine does meets them all; figures are medians.</summary>
internal static class Rounds
{
    /// <summary>Rounds that are measured.</summary>
    public const int Count = 5;

    private const double KibibytesPerMebibyte = 1024;

    /// <summary>Lets every side do one round unmeasured, then five in turn; prints each side's speed and how many times the first side's
    /// speed is.</summary>
    /// <param name="unit">What is counted, such as tokens.</param>
    /// <param name="sides">Name, and one round: how many were done in how many seconds.</param>
    public static void Compare(string unit, params IReadOnlyList<(string Name, Func<(double Amount, double Seconds)> Round)> sides)
    {
        var speeds = sides.Select(_ => new List<double>()).ToList();
        for (var round = 0; round <= Count; round++)
        {
            for (var side = 0; side < sides.Count; side++)
            {
                var (amount, seconds) = sides[side].Round();
                if (round > 0)
                {
                    speeds[side].Add(amount / seconds);
                }
            }
        }

        for (var side = 0; side < sides.Count; side++)
        {
            Console.WriteLine(
                string.Create(
                    CultureInfo.InvariantCulture,
                    $"{sides[side].Name, -28}{Median(speeds[side]), 10:F0} {unit}/s   "
                        + $"{Median(speeds[0].Zip(speeds[side], (first, other) => first / other)), 6:F2}"
                )
            );
        }
    }

    /// <summary>Seconds that something takes.</summary>
    public static double Time(Action work)
    {
        var start = Stopwatch.GetTimestamp();
        work();
        return Stopwatch.GetElapsedTime(start).TotalSeconds;
    }

    /// <summary>A figure of this process's memory, such as VmHWM, in MiB.</summary>
    public static double Memory(string key) =>
        double.Parse(
            File.ReadLines("/proc/self/status")
                .First(line => line.StartsWith(key, StringComparison.Ordinal))
                .Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries)[1],
            CultureInfo.InvariantCulture
        ) / KibibytesPerMebibyte;

    /// <summary>The middle of the values.</summary>
    public static double Median(IEnumerable<double> values)
    {
        var sorted = values.Order().ToList();
        return sorted[sorted.Count / 2];
    }
}
