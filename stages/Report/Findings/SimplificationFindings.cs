using Pipeline.Stages.Report.Statistics;

namespace Pipeline.Stages.Report.Findings;

/// <summary>What training on simplified responses changed.</summary>
internal static class SimplificationFindings
{
    public static IEnumerable<Finding> Find(ReportMaterial material)
    {
        var pairs = SimplifiedPair.All(material).Select(pair => (Pair: pair, Words: Difference(pair))).ToList();
        if (pairs.Count > 0)
        {
            yield return new Finding(
                Lead(pairs.ConvertAll(pair => pair.Words)),
                ModelList.Write(pairs, pair => Detail(material, pair.Pair, pair.Words), pair => -pair.Words.Value ?? 0) + "."
            );
        }
    }

    private static Estimate Difference(SimplifiedPair pair) =>
        ModelMeasures
            .Mean(pair.Simple, pair.Prompts, score => score.Words)
            .Subtract(ModelMeasures.Mean(pair.Verbose, pair.Prompts, score => score.Words));

    private static string Lead(List<Estimate> differences) =>
        differences.All(words => words.Excludes(0) && words.Value < 0) ? "Training on simplified rows made answers shorter."
        : differences.All(words => words.Excludes(0) && words.Value > 0) ? "Training on simplified rows made answers longer."
        : differences.Any(words => words.Excludes(0)) ? "Training on simplified rows changed the length of some models' answers."
        : "Training on simplified rows did not clearly change the length of answers.";

    private static string Detail(ReportMaterial material, SimplifiedPair pair, Estimate words) =>
        $"{pair.Simple.Model.Variant}: {Figure.Number(material.SummaryOf(pair.Verbose).MeanWords, "0.0")} → "
        + $"{Figure.Number(material.SummaryOf(pair.Simple).MeanWords, "0.0")} words, "
        + $"a difference of {Figure.WithInterval(words.Value, words.Interval, "0.0")}";
}
