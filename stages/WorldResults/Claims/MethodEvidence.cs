namespace Pipeline.Stages.WorldResults.Claims;

/// <summary>Evidence on what LoRA and full fine-tuning differ in.</summary>
internal static class MethodEvidence
{
    /// <summary>What decides how the two are compared.</summary>
    public const string HeldEqual = "what is held equal";

    private const string Responses = "the form of the responses";
    private const string Method = "the method";
    private const double Most = 0.5;

    /// <summary>SFT's divergence over LFT's is claimed to be above 1.</summary>
    public static IEnumerable<ClaimEvidence> Shift(Factorial factorial) => Of(
        factorial, sides => Over(sides, Measures.Kl), "KL of SFT over KL of LFT", ClaimEvidence.Times, 1);

    /// <summary>The quotient of start and rest is claimed to be higher for LFT.</summary>
    public static IEnumerable<ClaimEvidence> SentenceStarts(Factorial factorial) => Of(
        factorial,
        sides => sides.Of(PromptGroup.Known, Measures.StartOverRest) is { } found ? found.Right.Over(found.Left) : null,
        "KL at starts over KL elsewhere: LFT's over SFT's",
        ClaimEvidence.Times,
        1);

    /// <summary>SFT's certain borrowings are claimed to be more than LFT's, and than those that the untrained control set gives.</summary>
    public static IEnumerable<ClaimEvidence> Borrowing(Factorial factorial) => Of(
        factorial,
        sides => sides.Of(PromptGroup.Known, Measures.CertainBorrowing) is { } found ? found.Left.Minus(found.Right) : null,
        "certain borrowings of wrong values: SFT's share less LFT's",
        ClaimEvidence.Points,
        0).Concat(Of(
            factorial,
            sides => sides.Left.Of(PromptGroup.Known, Measures.CertainBorrowing) is { } own && sides.Left.Of(PromptGroup.Known, Measures.ControlMatches) is { } control ? own.Minus(control) : null,
            "SFT's share less that of the untrained control set",
            ClaimEvidence.Points,
            0));

    /// <summary>SFT's share is claimed to be above a half.</summary>
    public static IEnumerable<ClaimEvidence> BorrowedShare(Factorial factorial) => Of(
        factorial,
        sides => sides.Left.Of(PromptGroup.Known, Measures.CertainBorrowing),
        "certain borrowings of SFT's wrong values",
        ClaimEvidence.Share,
        Most);

    /// <summary>
    /// The comparisons of the reference design that a claim about methods is judged on, each with what it holds equal, in words; where two of
    /// them are about the same cells they are one.
    /// </summary>
    public static IEnumerable<(Comparison Comparison, string HeldEqual)> Compared(Factorial factorial) => factorial.Comparisons
        .Where(comparison => comparison is { Factor: Comparison.Method, IsSummary: true, At: not Comparison.ClosestFit } && factorial.IsReference(comparison))
        .DistinctBy(comparison => (comparison.At, comparison.Left.Model.Style))
        .GroupBy(comparison => (comparison.Left.ToString(), comparison.Right.ToString()))
        .Select(same => (same.First(), string.Join(", ", same.Select(comparison => comparison.At).OrderBy(Order).Select(Spelled))))
        .OrderBy(entry => Order(entry.Item1.At));

    /// <summary>A condition that names a method.</summary>
    public static (string, string) For(string method) => (Method, method);

    private static int Order(string at) => at switch { Comparison.EqualRate => 0, Comparison.MatchedLoss => 1, Comparison.UsualRate => 2, _ => 3 };

    private static string Spelled(string at) => at switch
    {
        Comparison.EqualRate => "equal learning rate",
        Comparison.MatchedLoss => "equal training loss",
        Comparison.UsualRate => "each at its usual rate",
        _ => "each at its best rate",
    };

    private static Estimate? Over(Comparison sides, string measure) =>
        sides.Of(PromptGroup.Known, measure) is { Right.Value: > 0 } found ? found.Left.Over(found.Right) : null;

    private static IEnumerable<ClaimEvidence> Of(Factorial factorial, Func<Comparison, Estimate?> figure, string quantity, string unit, double threshold) =>
        from compared in Compared(factorial)
        let found = figure(compared.Comparison)
        where found is not null
        select new ClaimEvidence(
            [(HeldEqual, compared.HeldEqual), (Responses, compared.Comparison.Left.Model.Style)], quantity, unit, found, Above: true, threshold);
}
