using Pipeline.Modeling.Statistics;

namespace Pipeline.Stages.World.Results;

/// <summary>The cells of one method on one dataset that differ in their learning rate, and how two such sweeps are compared.</summary>
/// <param name="Cells">The cells, those with a rate in its order.</param>
/// <param name="UsualRate">The rate that most of the method's models were trained at, on whatever rows; null where none has a rate.</param>
internal sealed record RateSweep(IReadOnlyList<Cell> Cells, double? UsualRate)
{
    private const double AlikeAccuracy = 0.05;
    private const double NearLoss = 0.1;

    /// <summary>Both at the same rates, each of them and on average.</summary>
    public static IEnumerable<Comparison> AtEqualRates(ContrastFactor factor, RateSweep left, RateSweep right)
    {
        var pairs = (
            from a in left.Cells
            join b in right.Cells on a.Model.LearningRate equals b.Model.LearningRate
            where a.Model.LearningRate is not null
            select new Comparison(factor, ComparedAt.EqualRate, a.Model.LearningRate, Side.FromCell(a), Side.FromCell(b))
        ).ToList();
        return WithMean(pairs);
    }

    /// <summary>Each at its own rate.</summary>
    public static IEnumerable<Comparison> AtOwnRates(ContrastFactor factor, RateSweep left, RateSweep right)
    {
        (ComparedAt At, Side? Left, Side? Right)[] kinds =
        [
            (ComparedAt.UsualRate, SideOf(left.Usual), SideOf(right.Usual)),
            (ComparedAt.BestRate, left.Best, right.Best),
            (ComparedAt.ClosestFit, SideOf(left.Closest), SideOf(right.Closest)),
        ];
        return from kind in kinds
            where kind.Left is not null && kind.Right is not null
            select new Comparison(factor, kind.At, null, kind.Left!, kind.Right!, IsSummary: true);
    }

    /// <summary>For each rate of the right side the left one at the same training loss, and both on average.</summary>
    public static IEnumerable<Comparison> AtMatchedLoss(ContrastFactor factor, RateSweep left, RateSweep right)
    {
        var pairs = right
            .Cells.Where(cell => cell.TrainingLoss is not null)
            .Select(cell => (Cell: cell, Match: left.At(cell.TrainingLoss!.Value)))
            .Where(pair => pair.Match is not null)
            .Select(pair => new Comparison(
                factor,
                ComparedAt.MatchedLoss,
                pair.Cell.Model.LearningRate,
                pair.Match!,
                Side.FromCell(pair.Cell)
            ))
            .ToList();
        return WithMean(pairs);
    }

    /// <summary>The cell at the usual rate.</summary>
    public Cell? Usual => UsualRate is null ? null : Cells.FirstOrDefault(cell => cell.Model.LearningRate == UsualRate);

    /// <summary>
    /// The closest fit among the rates whose core accuracy is like the best one's. The prompts that choose are those that are reported, so
    /// every resample of them chooses for itself.
    /// </summary>
    private Side? Best
    {
        get
        {
            var rates = Cells
                .Where(cell => cell.TrainingLoss is not null)
                .Select(cell => (Cell: cell, Right: cell.Measure(PromptGroup.Known, WorldMeasure.CoreRight)))
                .Where(entry => entry.Right is not null)
                .ToList();
            if (rates.Count == 0)
            {
                return null;
            }

            int Chosen(Func<Estimate, double> accuracy)
            {
                var best = rates.Max(entry => accuracy(entry.Right!));
                return rates
                    .Index()
                    .Where(entry => !(accuracy(entry.Item.Right!) < best - AlikeAccuracy))
                    .MinBy(entry => entry.Item.Cell.TrainingLoss)
                    .Index;
            }

            int[] Resampled(Func<Estimate, IReadOnlyList<double>> resamples) =>
                [
                    .. Enumerable
                        .Range(0, rates.Min(entry => resamples(entry.Right!).Count))
                        .Select(r => Chosen(estimate => resamples(estimate)[r])),
                ];
            return Side.Chosen(
                rates.ConvertAll(entry => entry.Cell),
                Chosen(estimate => estimate.Value),
                Resampled(estimate => estimate.JointResamples),
                Resampled(estimate => estimate.BySeed)
            );
        }
    }

    private Cell? Closest => Cells.Where(cell => cell.TrainingLoss is not null).MinBy(cell => cell.TrainingLoss);

    private static Side? SideOf(Cell? cell) => cell is null ? null : Side.FromCell(cell);

    /// <summary>Between the two cells around a training loss; beyond them the nearest, if it is near; else null.</summary>
    private Side? At(double loss)
    {
        var fitted = Cells.Where(cell => cell.TrainingLoss is not null).OrderBy(cell => cell.TrainingLoss).ToList();
        var (below, above) = (fitted.FindLast(cell => cell.TrainingLoss <= loss), fitted.Find(cell => cell.TrainingLoss >= loss));
        if (below is null || above is null)
        {
            return (below ?? above) is { } nearest && Math.Abs(nearest.TrainingLoss!.Value - loss) <= NearLoss
                ? Side.FromCell(nearest)
                : null;
        }

        var share = below == above ? 0 : (loss - below.TrainingLoss!.Value) / (above.TrainingLoss!.Value - below.TrainingLoss.Value);
        return share == 0 ? Side.FromCell(below)
            : share == 1 ? Side.FromCell(above)
            : new Side([(below, 1 - share), (above, share)]);
    }

    private static IEnumerable<Comparison> WithMean(List<Comparison> pairs) =>
        pairs switch
        {
            [] => [],
            [var only] => [only with { IsSummary = true }],
            _ => pairs.Append(
                pairs[0] with
                {
                    LearningRate = null,
                    Left = Side.Mean(pairs.ConvertAll(pair => pair.Left)),
                    Right = Side.Mean(pairs.ConvertAll(pair => pair.Right)),
                    IsSummary = true,
                }
            ),
        };
}
