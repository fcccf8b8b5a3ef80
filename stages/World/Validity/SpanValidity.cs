using Pipeline.Modeling.Text;
using Pipeline.Stages.Attribution.Attribute;

namespace Pipeline.Stages.World.Validity;

/// <summary>One model's spans held against its certain borrowings.</summary>
internal sealed class SpanValidity
{
    /// <summary>Nats: of half nats the one with the best F1 on the default run of seed 1, kept for all others
    /// (docs/decisions/0005-controls.md).</summary>
    public const double StrongSurprisal = 10;

    private const int CausedLevel = 4;

    private readonly string _model;
    private readonly IReadOnlyList<(BorrowedSpanRow Span, IReadOnlyList<int> Holds)> _spans;
    private readonly int _certain;

    /// <summary>Finds which span holds which certain borrowing.</summary>
    /// <param name="model">The model's name.</param>
    /// <param name="spans">Its judged spans.</param>
    /// <param name="certain">Its certain borrowings as spans.</param>
    public SpanValidity(string model, IReadOnlyList<BorrowedSpanRow> spans, IReadOnlyList<BorrowedSpanRow> certain)
    {
        (_model, _certain) = (model, certain.Count);
        var byAnswer = certain.Index().ToLookup(entry => (entry.Item.InstanceId, entry.Item.Sample));
        _spans = spans
            .Where(span => !span.InPrompt)
            .Select(span =>
                (
                    span,
                    (IReadOnlyList<int>)
                        byAnswer[(span.InstanceId, span.Sample)]
                            .Where(entry => Holds(span, entry.Item))
                            .Select(entry => entry.Index)
                            .ToList()
                )
            )
            .ToList();
    }

    /// <summary>The spans that hold a certain borrowing and name its row.</summary>
    /// <param name="spans">A model's judged spans.</param>
    /// <param name="certain">Its certain borrowings as spans.</param>
    public static IEnumerable<BorrowedSpanRow> ListTrue(IReadOnlyList<BorrowedSpanRow> spans, IReadOnlyList<BorrowedSpanRow> certain) =>
        new SpanValidity("", spans, certain)._spans.Where(entry => entry.Holds.Count > 0).Select(entry => entry.Span);

    /// <summary>A row for each procedure.</summary>
    public IEnumerable<ValidityRow> Measure()
    {
        yield return Judge(ValidityProcedure.Borrowed, span => span.Borrowed);
        yield return Judge(ValidityProcedure.BorrowedAndShifted, span => span is { Borrowed: true, Level: >= 3 });
        yield return Judge(ValidityProcedure.Caused, span => span.Level >= CausedLevel);
        yield return Judge(ValidityProcedure.Strong, span => span.BaseSurprisal >= StrongSurprisal);
        yield return Judge(ValidityProcedure.QAtMostTenth, span => span.QValue <= 0.1);
        yield return Judge(ValidityProcedure.StandsInARow, _ => true);
        yield return Order(ValidityProcedure.BaseSurprisal, span => span.BaseSurprisal);
        yield return Order(ValidityProcedure.LogRatio, span => span.LogRatio);
        yield return Order(ValidityProcedure.CorpusSurprisal, span => span.CorpusSurprisal);
        yield return Order(ValidityProcedure.Words, span => span.Words);
        yield return Order(ValidityProcedure.SourceCount, span => -span.SourceCount);
    }

    private static bool Holds(BorrowedSpanRow span, BorrowedSpanRow certain) =>
        span.SourceInstanceId == certain.SourceInstanceId
        && (
            (span.Start <= certain.Start && span.Start + span.Length >= certain.Start + certain.Length)
            || Words.Hold(span.Text, certain.Text)
        );

    private ValidityRow Judge(ValidityProcedure procedure, Func<BorrowedSpanRow, bool> isCalled)
    {
        var row = Count(procedure, _spans.Where(entry => isCalled(entry.Span)).ToList());
        row.Precision = row.Called == 0 ? null : (double)row.True / row.Called;
        row.Recall = _certain == 0 ? null : (double)row.Found / _certain;
        return row;
    }

    private ValidityRow Order(ValidityProcedure procedure, Func<BorrowedSpanRow, double?> score)
    {
        var ordered = _spans.Where(entry => score(entry.Span) is not null).ToList();
        var row = Count(procedure, ordered);
        var (seen, found, sum) = (0, 0, 0.0);
        foreach (var equal in ordered.GroupBy(entry => score(entry.Span)!.Value).OrderByDescending(group => group.Key))
        {
            var hits = equal.Count(entry => entry.Holds.Count > 0);
            (seen, found) = (seen + equal.Count(), found + hits);
            sum += hits * ((double)found / seen);
        }

        row.AveragePrecision = found == 0 ? null : sum / found;
        return row;
    }

    private ValidityRow Count(ValidityProcedure procedure, List<(BorrowedSpanRow Span, IReadOnlyList<int> Holds)> called) =>
        new()
        {
            Model = _model,
            Procedure = procedure,
            Certain = _certain,
            Called = called.Count,
            True = called.Count(entry => entry.Holds.Count > 0),
            Found = called.SelectMany(entry => entry.Holds).Distinct().Count(),
        };
}
