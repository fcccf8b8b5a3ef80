namespace Pipeline.Stages.Report.Statistics;

/// <summary>A figure and its 95 % bootstrap interval over prompts.</summary>
/// <param name="Value">The figure; null where there is none.</param>
/// <param name="Interval">Its interval; null where it cannot be had.</param>
internal readonly record struct Estimate(double? Value, (double Low, double High)? Interval)
{
    /// <summary>Whether the interval lies wholly above or wholly below <paramref name="point"/>.</summary>
    public bool Excludes(double point) => Interval is { } found && (found.Low > point || found.High < point);
}
