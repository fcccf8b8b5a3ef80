using Pipeline.Modeling.Statistics;

namespace Pipeline.Stages.World.Results.Claims;

/// <summary>Evidence on what LoRA and full fine-tuning differ in.</summary>
internal static class MethodEvidence
{
    /// <summary>What decides how the two are compared.</summary>
    public const string HeldEqual = "what is held equal";

    private const string Responses = "the form of the responses";
    private const string Method = "the method";
    private const string Facts = "the facts of the rows";
    private const string AnyRow = "SFT's wrong values that a row could have given";
    private const double Most = 0.5;

    /// <summary>SFT's divergence over LFT's is claimed to be above 1.</summary>
    public static IEnumerable<ClaimEvidence> Shift(Factorial factorial) =>
        Compare(factorial, sides => Divide(sides, Measures.Kl), "KL of SFT over KL of LFT", ClaimEvidence.Times, 1);

    /// <summary>The quotient of start and rest is claimed to be higher for LFT.</summary>
    public static IEnumerable<ClaimEvidence> SentenceStarts(Factorial factorial) =>
        Compare(
            factorial,
            sides => sides.Measure(PromptGroup.Known, Measures.StartOverRest) is { } found ? found.Right.Divide(found.Left) : null,
            "KL at starts over KL elsewhere: LFT's over SFT's",
            ClaimEvidence.Times,
            1
        );

    /// <summary>
    /// SFT's certain borrowings are claimed to be more than LFT's, as a share of wrong values and an answer, and more than chance gives:
    /// than those of the untrained control set, and than would come of putting the words of rows together at random.
    /// </summary>
    public static IEnumerable<ClaimEvidence> Borrowing(Factorial factorial) =>
        [
            .. Compare(
                factorial,
                sides => Subtract(sides, Measures.CertainBorrowing),
                "certain borrowings of wrong values: SFT's share less LFT's",
                ClaimEvidence.Points,
                0
            ),
            .. Compare(
                factorial,
                sides => Subtract(sides, Measures.CertainPerAnswer),
                "certain borrowings an answer: SFT's less LFT's",
                ClaimEvidence.Number,
                0
            ),
            .. Compare(
                factorial,
                sides => LessOwn(sides, Measures.ControlMatches),
                "SFT's share less that of the untrained control set",
                ClaimEvidence.Points,
                0
            ),
            .. Compare(
                factorial,
                sides => LessOwn(sides, Measures.RecombinationChance),
                "SFT's share less what recombined words would give",
                ClaimEvidence.Points,
                0
            ),
        ];

    /// <summary>
    /// SFT's share is claimed to be above a half. It lies between the certain borrowings and the values that any row could have given, so
    /// one of them can only speak for the claim and the other only against it.
    /// </summary>
    public static IEnumerable<ClaimEvidence> BorrowedShare(Factorial factorial) =>
        [
            .. Compare(
                factorial,
                sides => sides.Left.Measure(PromptGroup.Known, Measures.CertainBorrowing),
                "certain borrowings of SFT's wrong values",
                ClaimEvidence.Share,
                Most,
                EvidenceBound.AtLeast
            ),
            .. Compare(
                factorial,
                sides => sides.Left.Measure(PromptGroup.Known, Measures.PossibleBorrowing),
                AnyRow,
                ClaimEvidence.Share,
                Most,
                EvidenceBound.AtMost
            ),
            .. from entry in factorial.Sweeps
            where
                entry.Design.Method == Factorial.Full
                && entry.Design.Facts != factorial.Reference.Facts
                && (entry.Design.Rows, entry.Design.Epochs) == (factorial.Reference.Rows, factorial.Reference.Epochs)
            orderby entry.Design.Facts, entry.Design.Style descending
            let found = entry.Sweep.Usual?.Measure(PromptGroup.Known, Measures.PossibleBorrowing)
            where found is not null
            select new ClaimEvidence(
                [(Responses, entry.Design.Style), (Facts, $"{entry.Design.Facts} facts")],
                AnyRow,
                ClaimEvidence.Share,
                found,
                Above: true,
                Most,
                EvidenceBound.AtMost
            ),
        ];

    /// <summary>
    /// The comparisons of the reference design that a claim about methods is judged on, each with what it holds equal, in words; where two
    /// of them are about the same cells they are one.
    /// </summary>
    public static IEnumerable<(Comparison Comparison, string HeldEqual)> Compared(Factorial factorial) =>
        factorial
            .Comparisons.Where(comparison =>
                comparison is { Factor: Comparison.Method, IsSummary: true, At: not Comparison.ClosestFit }
                && factorial.IsReference(comparison)
            )
            .DistinctBy(comparison => (comparison.At, comparison.Left.Model.Style))
            .GroupBy(comparison =>
                (comparison.Left.ToString(), comparison.Right.ToString(), comparison.Left.ChoiceVaries || comparison.Right.ChoiceVaries)
            )
            .Select(same => (same.First(), string.Join(", ", same.Select(comparison => comparison.At).OrderBy(Order).Select(Spelled))))
            .OrderBy(entry => Order(entry.Item1.At));

    /// <summary>A condition that names a method.</summary>
    public static (string, string) For(string method) => (Method, method);

    private static int Order(string at) =>
        at switch
        {
            Comparison.EqualRate => 0,
            Comparison.MatchedLoss => 1,
            Comparison.UsualRate => 2,
            _ => 3,
        };

    private static string Spelled(string at) =>
        at switch
        {
            Comparison.EqualRate => "equal learning rate",
            Comparison.MatchedLoss => "equal training loss",
            Comparison.UsualRate => "each at its usual rate",
            _ => "each at its best rate",
        };

    private static Estimate? Divide(Comparison sides, string measure) =>
        sides.Measure(PromptGroup.Known, measure) is { Right.Value: > 0 } found ? found.Left.Divide(found.Right) : null;

    private static Estimate? Subtract(Comparison sides, string measure) =>
        sides.Measure(PromptGroup.Known, measure) is { } found ? found.Left.Subtract(found.Right) : null;

    private static Estimate? LessOwn(Comparison sides, string measure) =>
        sides.Left.Measure(PromptGroup.Known, Measures.CertainBorrowing) is { } own
        && sides.Left.Measure(PromptGroup.Known, measure) is { } chance
            ? own.Subtract(chance)
            : null;

    private static IEnumerable<ClaimEvidence> Compare(
        Factorial factorial,
        Func<Comparison, Estimate?> figure,
        string quantity,
        string unit,
        double threshold,
        EvidenceBound bound = EvidenceBound.None
    ) =>
        from compared in Compared(factorial)
        let found = figure(compared.Comparison)
        where found is not null
        select new ClaimEvidence(
            [(HeldEqual, compared.HeldEqual), (Responses, compared.Comparison.Left.Model.Style)],
            quantity,
            unit,
            found,
            Above: true,
            threshold,
            bound
        );
}
