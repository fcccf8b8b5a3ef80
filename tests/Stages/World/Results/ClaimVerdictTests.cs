using Pipeline.Modeling.Statistics;
using Pipeline.Stages.World.Results;
using Pipeline.Stages.World.Results.Claims;

namespace Pipeline.Tests.Stages.World.Results;

/// <summary>The rules that make verdicts of evidence.</summary>
public sealed class ClaimVerdictTests
{
    [Fact]
    public void No_evidence_is_not_measured() => Assert.Equal("not measured in this run", ClaimVerdict.Judge([]).Text);

    [Fact]
    public void Where_all_evidence_was_set_aside_the_verdict_is_unknown()
    {
        var verdict = ClaimVerdict.Judge([], setAside: true);

        Assert.Equal(("unknown", "every model that it could be judged by lost its core facts"), (verdict.Text, verdict.Reason));
    }

    [Fact]
    public void Conditions_are_missing_for_each_form_of_responses_that_has_no_evidence_at_them()
    {
        ClaimCondition[] wanted = [new("rate", "equal", "at the equal rate"), new("rate", "usual", "at the usual rate")];
        ClaimEvidence At(string rate, string style) => Evidence(2, 3, true, ("rate", rate), (MethodEvidence.Responses, style));
        ResponseStyle[] both = [ResponseStyle.Verbose, ResponseStyle.Simple];
        IEnumerable<string> Missing(ClaimEvidence[] evidence, params ClaimEvidence[] lost) =>
            ClaimCondition.FindMissing(wanted, evidence, [.. evidence, .. lost], both);

        Assert.Empty(Missing([At("equal, usual", "verbose"), At("usual, equal", "simple")]));
        Assert.Equal(["not measured at the equal rate"], Missing([At("usual", "verbose"), At("usual", "simple")]));
        Assert.Equal(
            ["not measured at the equal rate after simple rows"],
            Missing([At("usual", "verbose"), At("equal", "verbose"), At("usual", "simple")])
        );
        Assert.Equal(
            [
                "not measured at the equal rate after verbose rows",
                "measured at the equal rate after simple rows only on models that lost their core facts",
            ],
            Missing([At("usual", "verbose"), At("usual", "simple")], At("equal", "simple"))
        );
        Assert.Empty(Missing([Evidence(2, 3, true, ("rate", "equal, usual"))]));
        Assert.Empty(Missing([]));
    }

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
    [InlineData("unknown", VerdictKind.Unknown)]
    public void A_row_tells_its_verdict_whatever_condition_it_names(string text, VerdictKind expected) =>
        Assert.Equal(expected, new WorldClaimRow { Verdict = text }.ReadVerdict());

    [Theory]
    [InlineData("")]
    [InlineData("holds true")]
    [InlineData("depends on")]
    public void A_row_with_another_verdict_is_refused(string text) =>
        Assert.Equal(
            $"The claim shift has the verdict '{text}'; expected one of holds, does not hold, depends on, undecided, not measured in this "
                + "run, unknown.",
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
