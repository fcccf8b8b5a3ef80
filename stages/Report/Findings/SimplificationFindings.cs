using Pipeline.Modeling.Statistics;

namespace Pipeline.Stages.Report.Findings;

/// <summary>What training on simplified responses changed.</summary>
internal static class SimplificationFindings
{
    /// <summary>The finding, models that differ in their seed alone as one; none without pairs.</summary>
    public static IEnumerable<Finding> Find(ReportMaterial material)
    {
        var pairs = SimplifiedPair
            .All(material, material.Pooled)
            .Select(pair => (Pair: pair, Words: Difference(pair)))
            .Where(entry => entry.Words is not null)
            .Select(entry => (entry.Pair, Words: entry.Words!))
            .ToList();
        if (pairs.Count > 0)
        {
            yield return new Finding(
                Lead(pairs.ConvertAll(pair => pair.Words)),
                ModelList.Write(pairs, pair => Detail(material, pair.Pair, pair.Words), pair => -pair.Words.Value) + "."
            );
        }
    }

    private static Estimate? Difference(SimplifiedPair pair) =>
        ModelMeasures.MeanWords(pair.Verbose, pair.Prompts) is { } verbose
            ? ModelMeasures.MeanWords(pair.Simple, pair.Prompts)?.Subtract(verbose)
            : null;

    private static string Lead(List<Estimate> differences) =>
        differences.All(words => words.Excludes(0) && words.Value < 0) ? "Training on simplified rows made answers shorter."
        : differences.All(words => words.Excludes(0) && words.Value > 0) ? "Training on simplified rows made answers longer."
        : differences.Any(words => words.Excludes(0)) ? "Training on simplified rows changed the length of some models' answers."
        : "Training on simplified rows did not clearly change the length of answers.";

    private static string Detail(ReportMaterial material, SimplifiedPair pair, Estimate words) =>
        $"{pair.Simple.Model.Variant}: {Figure.Number(material.SummaryOf(pair.Verbose).MeanWords, "0.0")} → "
        + $"{Figure.Number(material.SummaryOf(pair.Simple).MeanWords, "0.0")} words, "
        + $"a difference of {Figure.Rounded(words.Value, words.Interval)}";
}
