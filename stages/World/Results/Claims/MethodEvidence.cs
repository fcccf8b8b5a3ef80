using Pipeline.Engine;
using Pipeline.Modeling.Statistics;
using Pipeline.Stages.Answers;

namespace Pipeline.Stages.World.Results.Claims;

/// <summary>Evidence on what LoRA and full fine-tuning differ in.</summary>
internal static class MethodEvidence
{
    /// <summary>What decides how the two are compared.</summary>
    public const string HeldEqual = "what is held equal";

    /// <summary>What the rows that models were tuned on look like.</summary>
    public const string Responses = "the form of the responses";

    private const string Method = "the method";
    private const string Facts = "the facts of the rows";
    private const string AnyRow = "SFT's wrong values that a row could have given";
    private const double Most = 0.5;

    /// <summary>
    /// What two methods are to be compared at: the paper's one learning rate for both, the same fit, and rates that each would be used
    /// with. Each method's best rate is one of those that the run has, so it is not asked for.
    /// </summary>
    public static IReadOnlyList<ClaimCondition> Comparisons { get; } =
    [
        new(HeldEqual, Spelled(ComparedAt.EqualRate), "at the paper's equal rate"),
        new(HeldEqual, Spelled(ComparedAt.MatchedLoss), "at equal training loss"),
        new(HeldEqual, Spelled(ComparedAt.UsualRate), "at each method's usual rate"),
    ];

    /// <summary>The methods that a claim about both is to be measured for.</summary>
    public static IReadOnlyList<ClaimCondition> Methods { get; } =
    [
        .. ((TuningMethod[])[TuningMethod.Lft, TuningMethod.Sft]).Select(method => new ClaimCondition(
            Method,
            method.Spell(),
            $"for {method.Spell()}"
        )),
    ];

    /// <summary>SFT's divergence over LFT's is claimed to be above 1.</summary>
    public static IEnumerable<ClaimEvidence> Shift(Factorial factorial) =>
        Compare(factorial, sides => Divide(sides, WorldMeasure.Kl), "KL of SFT over KL of LFT", EvidenceUnit.Times, 1);

    /// <summary>The quotient of start and rest is claimed to be higher for LFT.</summary>
    public static IEnumerable<ClaimEvidence> SentenceStarts(Factorial factorial) =>
        Compare(
            factorial,
            sides => sides.Measure(PromptGroup.Known, WorldMeasure.StartOverRest) is { } found ? found.Right.Divide(found.Left) : null,
            "KL at starts over KL elsewhere: LFT's over SFT's",
            EvidenceUnit.Times,
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
                sides => Subtract(sides, WorldMeasure.CertainBorrowing),
                "certain borrowings of wrong values: SFT's share less LFT's",
                EvidenceUnit.Points,
                0
            ),
            .. Compare(
                factorial,
                sides => Subtract(sides, WorldMeasure.CertainPerAnswer),
                "certain borrowings an answer: SFT's less LFT's",
                EvidenceUnit.Number,
                0
            ),
            .. Compare(
                factorial,
                sides => LessOwn(sides, WorldMeasure.ControlMatches),
                "SFT's share less that of the untrained control set",
                EvidenceUnit.Points,
                0
            ),
            .. Compare(
                factorial,
                sides => LessOwn(sides, WorldMeasure.RecombinationChance),
                "SFT's share less what recombined words would give",
                EvidenceUnit.Points,
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
                sides => sides.Left.Measure(PromptGroup.Known, WorldMeasure.CertainBorrowing),
                "certain borrowings of SFT's wrong values",
                EvidenceUnit.Share,
                Most,
                EvidenceBound.AtLeast
            ),
            .. Compare(
                factorial,
                sides => sides.Left.Measure(PromptGroup.Known, WorldMeasure.PossibleBorrowing),
                AnyRow,
                EvidenceUnit.Share,
                Most,
                EvidenceBound.AtMost
            ),
            .. from entry in factorial.Sweeps
            where
                entry.Design.Method == TuningMethod.Sft
                && entry.Design.Facts != factorial.Reference.Facts
                && (entry.Design.Rows, entry.Design.Epochs) == (factorial.Reference.Rows, factorial.Reference.Epochs)
            orderby entry.Design.Facts?.Spell(), entry.Design.Style
            let found = entry.Sweep.Usual?.Measure(PromptGroup.Known, WorldMeasure.PossibleBorrowing)
            where found is not null
            select new ClaimEvidence(
                [For(entry.Design.Style), (Facts, $"{entry.Design.Facts?.Spell()} facts")],
                AnyRow,
                EvidenceUnit.Share,
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
                comparison is { Factor: ContrastFactor.Method, IsSummary: true, At: not ComparedAt.ClosestFit }
                && factorial.IsReference(comparison)
            )
            .DistinctBy(comparison => (comparison.At, comparison.Left.Model.Style))
            .GroupBy(comparison =>
                (comparison.Left.ToString(), comparison.Right.ToString(), comparison.Left.ChoiceVaries || comparison.Right.ChoiceVaries)
            )
            .Select(same =>
                (
                    same.First(),
                    string.Join(ClaimCondition.Separator, same.Select(comparison => comparison.At).OrderBy(Order).Select(Spelled))
                )
            )
            .OrderBy(entry => Order(entry.Item1.At));

    /// <summary>A condition that names a method.</summary>
    public static (string, string) For(TuningMethod method) => (Method, method.Spell());

    /// <summary>A condition that names the form of the responses.</summary>
    public static (string, string) For(ResponseStyle? style) => (Responses, style?.Spell() ?? "");

    private static int Order(ComparedAt at) =>
        at switch
        {
            ComparedAt.EqualRate => 0,
            ComparedAt.MatchedLoss => 1,
            ComparedAt.UsualRate => 2,
            _ => 3,
        };

    private static string Spelled(ComparedAt at) =>
        at switch
        {
            ComparedAt.EqualRate => "equal learning rate",
            ComparedAt.MatchedLoss => "equal training loss",
            ComparedAt.UsualRate => "each at its usual rate",
            _ => "each at its best rate",
        };

    private static Estimate? Divide(Comparison sides, WorldMeasure measure) =>
        sides.Measure(PromptGroup.Known, measure) is { Right.Value: > 0 } found ? found.Left.Divide(found.Right) : null;

    private static Estimate? Subtract(Comparison sides, WorldMeasure measure) =>
        sides.Measure(PromptGroup.Known, measure) is { } found ? found.Left.Subtract(found.Right) : null;

    private static Estimate? LessOwn(Comparison sides, WorldMeasure measure) =>
        sides.Left.Measure(PromptGroup.Known, WorldMeasure.CertainBorrowing) is { } own
        && sides.Left.Measure(PromptGroup.Known, measure) is { } chance
            ? own.Subtract(chance)
            : null;

    private static IEnumerable<ClaimEvidence> Compare(
        Factorial factorial,
        Func<Comparison, Estimate?> figure,
        string quantity,
        EvidenceUnit unit,
        double threshold,
        EvidenceBound? bound = null
    ) =>
        from compared in Compared(factorial)
        let found = figure(compared.Comparison)
        where found is not null
        select new ClaimEvidence(
            [(HeldEqual, compared.HeldEqual), For(compared.Comparison.Left.Model.Style)],
            quantity,
            unit,
            found,
            Above: true,
            threshold,
            bound
        );
}
