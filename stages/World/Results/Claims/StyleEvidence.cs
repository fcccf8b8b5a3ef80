using Pipeline.Stages.Answers;

namespace Pipeline.Stages.World.Results.Claims;

/// <summary>Evidence on what the training rows do: simplified or not, known or new facts, few or many.</summary>
internal static class StyleEvidence
{
    private const string Measure = "what is counted";
    private const string Rate = "the learning rate";
    private const double Alike = 1.1;

    /// <summary>What the paper's figure 1 calls no growth: LFT's .13 to .15 nats on Alpaca.</summary>
    private const double LittleGrowth = 0.15 / 0.13;

    /// <summary>
    /// Wrong values per answer, per stated value, and the core fact, at the usual, the lowest and the highest rate of each method: all are
    /// claimed to be better with simplified rows.
    /// </summary>
    public static IEnumerable<ClaimEvidence> Simplification(Factorial factorial) =>
        factorial
            .Comparisons.Where(comparison =>
                comparison is { Factor: ContrastFactor.Style, LearningRate: not null } && factorial.IsReference(comparison)
            )
            .GroupBy(comparison => comparison.Left.Model.Method)
            .OrderBy(method => method.Key)
            .SelectMany(method => Rates(factorial, method.ToList()))
            .SelectMany(entry =>
                (ClaimEvidence?[])
                    [
                        Difference(
                            entry,
                            WorldMeasure.WrongPerAnswer,
                            "per answer",
                            "wrong values per answer: verbose less simple",
                            EvidenceUnit.Number,
                            above: true
                        ),
                        Difference(
                            entry,
                            WorldMeasure.WrongPerValue,
                            "per stated value",
                            "wrong share of stated values: verbose less simple",
                            EvidenceUnit.Points,
                            above: true
                        ),
                        Difference(
                            entry,
                            WorldMeasure.CoreRight,
                            "core fact",
                            "right core facts: verbose less simple",
                            EvidenceUnit.Points,
                            above: false
                        ),
                    ]
            )
            .OfType<ClaimEvidence>();

    /// <summary>The comparisons at the usual rate, the lowest and the highest, each once.</summary>
    private static IEnumerable<(Comparison At, string Rate)> Rates(Factorial factorial, List<Comparison> rates)
    {
        var usual = factorial.Sweeps.First(entry => entry.Sweep.Cells.Contains(rates[0].Left.Parts[0].Cell)).Sweep.UsualRate;
        return (
            (IEnumerable<(Comparison? At, string Rate)>)
                [
                    (rates.Find(found => found.LearningRate == usual), "usual rate"),
                    (rates.MinBy(found => found.LearningRate), "lowest rate"),
                    (rates.MaxBy(found => found.LearningRate), "highest rate"),
                ]
        )
            .Where(entry => entry.At is not null)
            .DistinctBy(entry => entry.At!.LearningRate)
            .Select(entry => (entry.At!, entry.Rate));
    }

    /// <summary>That facts do not matter is claimed: new ones would not make fewer core facts right, nor more details wrong.</summary>
    public static IEnumerable<ClaimEvidence> KnownAndNew(Factorial factorial) =>
        Compared(factorial, ContrastFactor.Facts)
            .SelectMany(comparison =>
                (ClaimEvidence?[])
                    [
                        Ratio(
                            comparison,
                            WorldMeasure.CoreRight,
                            "core fact",
                            "core facts right after rows of new facts, over after rows of known ones",
                            above: true
                        ),
                        Ratio(
                            comparison,
                            WorldMeasure.WrongPerValue,
                            "per stated value",
                            "wrong share of stated values after rows of new facts, over after rows of known ones",
                            above: false
                        ),
                    ]
            )
            .OfType<ClaimEvidence>();

    /// <summary>LoRA's divergence is claimed to grow by no more from the fewest rows to the most than it does in the paper's figure, that
    /// of full fine-tuning to grow.</summary>
    public static IEnumerable<ClaimEvidence> Size(Factorial factorial) =>
        from comparison in Compared(factorial, ContrastFactor.Rows)
        let found = comparison.Measure(PromptGroup.Known, WorldMeasure.Kl)
        where found is { Right.Value: > 0 }
        let lora = comparison.Left.Model.Method == TuningMethod.Lft
        select new ClaimEvidence(
            [MethodEvidence.For(comparison.Left.Model.Method), MethodEvidence.For(comparison.Left.Model.Style)],
            $"KL with {RowsOf(comparison.Left)} rows over KL with {RowsOf(comparison.Right)}",
            EvidenceUnit.Times,
            found.Value.Left.Divide(found.Value.Right),
            Above: !lora,
            lora ? LittleGrowth : 1
        );

    /// <summary>Summaries of a factor on the reference design; of several sizes the widest apart.</summary>
    private static IEnumerable<Comparison> Compared(Factorial factorial, ContrastFactor factor) =>
        factorial
            .Comparisons.Where(comparison => comparison.Factor == factor && comparison.IsSummary && factorial.IsReference(comparison))
            .OrderByDescending(comparison => RowsOf(comparison.Left) - RowsOf(comparison.Right))
            .DistinctBy(comparison => (comparison.Left.Model.Method, comparison.Left.Model.Style))
            .OrderBy(comparison => comparison.Left.Model.Method);

    private static int RowsOf(Side side) => side.Parts[0].Cell.Rows;

    private static ClaimEvidence? Difference(
        (Comparison At, string Rate) compared,
        WorldMeasure measure,
        string counted,
        string quantity,
        EvidenceUnit unit,
        bool above
    ) =>
        compared.At.Measure(PromptGroup.Known, measure) is not { } found
            ? null
            : new ClaimEvidence(
                [(Measure, counted), MethodEvidence.For(compared.At.Left.Model.Method), (Rate, compared.Rate)],
                quantity,
                unit,
                found.Left.Subtract(found.Right),
                above,
                0
            );

    /// <summary>Like within a tenth, on the side that would matter.</summary>
    private static ClaimEvidence? Ratio(Comparison comparison, WorldMeasure measure, string counted, string quantity, bool above) =>
        comparison.Measure(PromptGroup.Known, measure) is not { Right.Value: > 0 } found
            ? null
            : new ClaimEvidence(
                [(Measure, counted), MethodEvidence.For(comparison.Left.Model.Method), MethodEvidence.For(comparison.Left.Model.Style)],
                quantity,
                EvidenceUnit.Times,
                found.Left.Divide(found.Right),
                above,
                above ? 1 / Alike : Alike
            );
}
