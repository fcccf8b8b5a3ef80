using Pipeline.Stages.Attribution.Attribute;
using Pipeline.Stages.Attribution.Counterfactual;
using Pipeline.Stages.Attribution.Verdicts;

namespace Pipeline.Tests.Stages.Attribution.Verdicts;

/// <summary>Level 4: what falls without its row further than without others.</summary>
public sealed class RetrainedSpansTests
{
    [Fact]
    public void What_falls_further_without_its_row_than_without_others_was_caused_by_it()
    {
        var spans = Enumerable.Range(0, 20).Select(i => Span(i, 10, 9)).ToList();
        spans[1].Level = 2;
        var retrained = Enumerable.Range(0, 20).SelectMany(i => Arms(i, 12, 4, -5 - i, 0.5, -1)).ToList();

        RetrainedSpans.Judge(spans, retrained);

        Assert.All(spans, span => Assert.Equal((-1, 0.5 / 20), (span.PlaceboChange!.Value, span.CauseQValue!.Value)));
        Assert.Equal(-7, spans[2].SourceChange);
        Assert.Equal([4, 2, .. Enumerable.Repeat(4, 18)], spans.Select(span => span.Level));
    }

    [Fact]
    public void A_fall_that_a_placebo_matches_causes_nothing_though_others_are_deep()
    {
        var spans = Enumerable.Range(0, 20).Select(i => Span(i, 10, 9)).ToList();
        var retrained = Enumerable
            .Range(0, 20)
            .SelectMany(i =>
                i == 0 ? Arms(i, 12, 4, -5, -5, 0)
                : i == 1 ? Arms(i, 12, 4, 1, 2, 3)
                : Arms(i, 12, 4, -6, 0, 0)
            )
            .ToList();

        RetrainedSpans.Judge(spans, retrained);

        Assert.Equal([3, 3, .. Enumerable.Repeat(4, 18)], spans.Select(span => span.Level));
    }

    [Fact]
    public void Falls_no_deeper_than_placebos_on_the_whole_cause_nothing()
    {
        var spans = Enumerable.Range(0, 30).Select(i => Span(i, 10, 9)).ToList();
        var retrained = Enumerable.Range(0, 30).SelectMany(i => Arms(i, 12, 4, -i, -((i + 11) % 30), -((i + 23) % 30))).ToList();

        RetrainedSpans.Judge(spans, retrained);

        Assert.All(spans, span => Assert.Equal(3, span.Level));
        Assert.All(spans, span => Assert.NotNull(span.CauseQValue));
    }

    [Fact]
    public void What_was_not_measured_in_every_arm_or_lies_elsewhere_keeps_its_level()
    {
        BorrowedSpanRow[] spans = [Span(0, 10, 9), Span(1, 13, 9), Span(2, 10, 9)];
        var retrained = Enumerable.Range(0, 40).SelectMany(i => Arms(i, 12, 4, -9, 0, 0)).ToList();
        retrained.RemoveAll(row => row.InstanceId == "p0" && row.Arm == CounterfactualArm.Similar);
        retrained.Where(row => row.InstanceId == "p2").ToList().ForEach(row => row.SourceInstanceId = "other");

        RetrainedSpans.Judge(spans, retrained);

        Assert.All(spans, span => Assert.Equal((3, null, null), (span.Level, span.SourceChange, span.CauseQValue)));
    }

    private static BorrowedSpanRow Span(int prompt, int start, int length) =>
        new()
        {
            InstanceId = $"p{prompt}",
            Start = start,
            Length = length,
            SourceInstanceId = "row",
            Level = 3,
            Borrowed = true,
        };

    private static IEnumerable<CounterfactualSpanRow> Arms(
        int prompt,
        int start,
        int length,
        double source,
        double random,
        double similar
    ) =>
        new[]
        {
            (CounterfactualArm.Full, 0),
            (CounterfactualArm.Source, source),
            (CounterfactualArm.Random, random),
            (CounterfactualArm.Similar, similar),
            (CounterfactualArm.Base, -20),
        }.Select(arm => new CounterfactualSpanRow
        {
            InstanceId = $"p{prompt}",
            Start = start,
            Length = length,
            SourceInstanceId = "row",
            Arm = arm.Item1,
            Change = arm.Item2,
        });
}
