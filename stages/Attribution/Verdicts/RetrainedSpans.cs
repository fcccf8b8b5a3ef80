using Pipeline.Modeling.Statistics;
using Pipeline.Stages.Attribution.Attribute;
using Pipeline.Stages.Attribution.Counterfactual;

namespace Pipeline.Stages.Attribution.Verdicts;

/// <summary>
/// Tells spans whose source row caused them. Retraining changes every log-probability, so a fall alone says little: it is held against the
/// falls of the same spans without random and without similar rows, which are true of nothing, by <see cref="TargetDecoy"/>.
/// </summary>
internal static class RetrainedSpans
{
    /// <summary>The level of a span that its row caused.</summary>
    public const int Caused = 4;

    /// <summary>The greatest q-value of a span of that level.</summary>
    public const double MostFalse = 0.05;

    /// <summary>Two placebos are measured for each source arm.</summary>
    private const double TargetsPerDecoy = 0.5;

    /// <summary>
    /// Writes to each span that holds a measured one of its row how retraining changed it, and raises it to level 4 where it had level 3,
    /// fell, fell further without its row than in either placebo arm, and by so much that at most one in twenty such falls is expected to
    /// be no more than a placebo's. Spans that lack an arm keep their level.
    /// </summary>
    /// <param name="spans">A model's judged spans, changed in place.</param>
    /// <param name="retrained">Spans under the arms of the counterfactual.</param>
    public static void Judge(IReadOnlyList<BorrowedSpanRow> spans, IReadOnlyList<CounterfactualSpanRow> retrained)
    {
        var measured = retrained
            .GroupBy(row => (row.InstanceId, row.Sample, row.SourceInstanceId, row.Start, row.Length))
            .Select(rows => rows.ToDictionary(row => row.Arm))
            .Where(arms =>
                arms.ContainsKey(CounterfactualArm.Source)
                && arms.ContainsKey(CounterfactualArm.Random)
                && arms.ContainsKey(CounterfactualArm.Similar)
            )
            .Select(arms =>
                (
                    Span: arms[CounterfactualArm.Source],
                    Source: arms[CounterfactualArm.Source].Change,
                    Random: arms[CounterfactualArm.Random].Change,
                    Similar: arms[CounterfactualArm.Similar].Change
                )
            )
            .ToList();
        if (measured.Count == 0)
        {
            return;
        }

        var values = TargetDecoy.EstimateQValues(
            measured.ConvertAll(span => -span.Source),
            [.. measured.SelectMany(span => (double[])[-span.Random, -span.Similar])],
            TargetsPerDecoy
        );
        var byAnswer = measured
            .Zip(values)
            .ToLookup(entry => (entry.First.Span.InstanceId, entry.First.Span.Sample, entry.First.Span.SourceInstanceId));
        foreach (var span in spans)
        {
            var held = byAnswer[(span.InstanceId, span.Sample, span.SourceInstanceId)]
                .Where(entry =>
                    span.Start <= entry.First.Span.Start && span.Start + span.Length >= entry.First.Span.Start + entry.First.Span.Length
                )
                .OrderBy(entry => entry.First.Source)
                .ToList();
            if (held is not [var (change, value), ..])
            {
                continue;
            }

            (span.SourceChange, span.PlaceboChange) = (change.Source, Math.Min(change.Random, change.Similar));
            span.CauseQValue = value;
            if (span.Level == Caused - 1 && change.Source < 0 && change.Source < span.PlaceboChange && value <= MostFalse)
            {
                span.Level = Caused;
            }
        }
    }
}
