using Pipeline.Modeling.Statistics;
using Pipeline.Stages.World.Results;
using Pipeline.Stages.World.Results.Claims;

namespace Pipeline.Tests.Stages.World.Results;

/// <summary>The rules that make verdicts of evidence.</summary>
public sealed class ClaimVerdictTests
{
    [Fact]
    public void No_evidence_is_not_measured() => Assert.Equal("not measured in this run", ClaimVerdict.Judge([]).Text);

    [Theory]
    [InlineData(1.1, 1.3, 0.2, 0.4, "holds")]
    [InlineData(0.2, 0.4, 1.1, 1.3, "does not hold")]
    [InlineData(0.9, 1.3, 1.1, 1.3, "does not hold")]
    [InlineData(0.9, 1.3, 0.9, 1.3, "undecided")]
    [InlineData(1.1, 1.3, 0.9, 1.3, "depends on side")]
    [InlineData(1.1, 1.3, 1.1, 1.3, "depends on side")]
    public void A_verdict_follows_from_where_the_intervals_lie(
        double low,
        double high,
        double otherLow,
        double otherHigh,
        string expected
    ) =>
        Assert.Equal(
            expected,
            ClaimVerdict.Judge([Evidence(low, high, true, ("side", "a")), Evidence(otherLow, otherHigh, false, ("side", "b"))]).Text
        );

    [Fact]
    public void It_depends_on_the_condition_that_parts_the_evidence()
    {
        ClaimEvidence[] evidence =
        [
            Evidence(2, 3, true, ("rate", "equal"), ("style", "verbose")),
            Evidence(2, 3, true, ("rate", "equal"), ("style", "simple")),
            Evidence(0.5, 2, true, ("rate", "matched"), ("style", "verbose")),
            Evidence(0.1, 0.2, true, ("rate", "matched"), ("style", "simple")),
        ];

        var verdict = ClaimVerdict.Judge(evidence);

        Assert.Equal("depends on rate", verdict.Text);
        Assert.Equal("as claimed: equal, verbose · equal, simple; against: matched, simple; open: matched, verbose", verdict.Reason);
        Assert.Equal(
            "depends on rate and style",
            ClaimVerdict.Judge([.. evidence[..3], Evidence(2, 3, true, ("rate", "matched"), ("style", "simple"))]).Text
        );
    }

    [Theory]
    [InlineData("holds", VerdictKind.Holds)]
    [InlineData("does not hold", VerdictKind.DoesNotHold)]
    [InlineData("depends on rate and style", VerdictKind.DependsOn)]
    [InlineData("undecided", VerdictKind.Undecided)]
    [InlineData("not measured in this run", VerdictKind.NotMeasured)]
    public void A_row_tells_its_verdict_whatever_condition_it_names(string text, VerdictKind expected) =>
        Assert.Equal(expected, new WorldClaimRow { Verdict = text }.ReadVerdict());

    [Theory]
    [InlineData("")]
    [InlineData("holds true")]
    [InlineData("depends on")]
    public void A_row_with_another_verdict_is_refused(string text) =>
        Assert.Equal(
            $"The claim shift has the verdict '{text}'; expected one of holds, does not hold, depends on, undecided, not measured in this "
                + "run.",
            Assert.Throws<InvalidDataException>(() => new WorldClaimRow { Claim = "shift", Verdict = text }.ReadVerdict()).Message
        );

    [Fact]
    public void A_figure_without_an_interval_decides_nothing() =>
        Assert.Equal(
            EvidenceOutcome.Open,
            new ClaimEvidence([], "x", EvidenceUnit.Times, new Estimate(5, 1, [], [], [], 1), Above: true, 1).Outcome
        );

    [Theory]
    [InlineData("AtLeast", 0.2, 0.4, "Open")]
    [InlineData("AtLeast", 1.1, 1.3, "AsClaimed")]
    [InlineData("AtMost", 0.2, 0.4, "Against")]
    [InlineData("AtMost", 1.1, 1.3, "Open")]
    public void A_bound_speaks_on_one_side_only(string bound, double low, double high, string expected) =>
        Assert.Equal(expected, (Evidence(low, high, true) with { Bound = Enum.Parse<EvidenceBound>(bound) }).Outcome.ToString());

    [Fact]
    public void Where_training_rows_are_drawn_that_interval_is_to_agree()
    {
        static Estimate Figure(double low) => new(1.2, 1, Halves(1.1, 1.3), [], Halves(low, 1.5), 1);

        Assert.Equal(EvidenceOutcome.Open, new ClaimEvidence([], "x", EvidenceUnit.Times, Figure(0.9), Above: true, 1).Outcome);
        Assert.Equal(EvidenceOutcome.AsClaimed, new ClaimEvidence([], "x", EvidenceUnit.Times, Figure(1.05), Above: true, 1).Outcome);
    }

    /// <summary>Resamples half of which are one value and half the other.</summary>
    private static double[] Halves(double low, double high) => [.. Enumerable.Repeat(low, 50), .. Enumerable.Repeat(high, 50)];

    /// <summary>A figure with an interval, claimed to be above 1 or below it.</summary>
    private static ClaimEvidence Evidence(double low, double high, bool above, params (string, string)[] conditions) =>
        new(conditions, "x", EvidenceUnit.Times, new Estimate((low + high) / 2, 1, Halves(low, high), [], [], 1), above, 1);
}
