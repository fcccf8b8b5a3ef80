namespace Pipeline.Stages.Report.Findings;

/// <summary>Models in a sentence: all of a few; of many their number and the extremes, since the tables hold the rest.</summary>
internal static class ModelList
{
    private const int Most = 6;
    private const int Largest = 3;

    /// <summary>What is said of each model, in their order; of many of the three with the largest figure and the one with the
    /// smallest.</summary>
    public static string Write<T>(IReadOnlyList<T> models, Func<T, string> said, Func<T, double> figure)
    {
        if (models.Count <= Most)
        {
            return string.Join("; ", models.Select(said));
        }

        var ordered = models.OrderByDescending(figure).ToList();
        return $"Of {Figure.Count(models.Count, "model")} most in {string.Join("; ", ordered.Take(Largest).Select(said))}; least in "
            + $"{said(ordered[^1])}";
    }

    /// <summary>The names of models; of many their number.</summary>
    /// <param name="names">The names.</param>
    /// <param name="of">How many there are to be one of.</param>
    public static string Names(IReadOnlyList<string> names, int of) =>
        names.Count switch
        {
            1 => names[0],
            > Most => $"{Figure.Count(names.Count)} of {Figure.Count(of, "model")}",
            _ => $"{string.Join(", ", names.SkipLast(1))} and {names[^1]}",
        };
}
