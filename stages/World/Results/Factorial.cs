using Pipeline.Stages.Answers;
using Pipeline.Stages.World.Make;

namespace Pipeline.Stages.World.Results;

/// <summary>
/// All cells, and every comparison that they allow. A cell that lost its core facts is among the cells and in no comparison: what a broken
/// model writes says nothing of the method that broke it at this rate only.
/// </summary>
internal sealed class Factorial
{
    private readonly List<(Design Design, RateSweep Sweep)> _sweeps;
    private readonly double? _leastCore;
    private readonly Lazy<Factorial> _withLost;

    /// <summary>Groups models by everything but their seed.</summary>
    public Factorial(IReadOnlyList<ModelCounts> models)
        : this(models, new Resampling(models)) { }

    private Factorial(IReadOnlyList<ModelCounts> models, Resampling resampling)
        : this(
            models
                .GroupBy(counts => (counts.Model with { Name = "", Seed = 0 }, counts.Rows))
                .Select(group => new Cell([.. group], resampling))
                .ToList(),
            models.Select(counts => new Cell([counts], resampling)).ToList(),
            comparesLost: false
        ) { }

    private Factorial(IReadOnlyList<Cell> cells, IReadOnlyList<Cell> singles, bool comparesLost)
    {
        (Cells, Singles) = (cells, singles);
        _leastCore = WorldResultRow.KeptCoreShare * cells.FirstOrDefault(cell => cell.Rows == 0)?.CoreAccuracy;
        _withLost = new(() => comparesLost || !Cells.Any(HasLostCore) ? this : new Factorial(Cells, Singles, comparesLost: true));
        _sweeps = Cells
            .Where(cell => cell.Rows > 0 && (comparesLost || !HasLostCore(cell)))
            .GroupBy(Design.FromCell)
            .Select(group => (group.Key, new RateSweep(group.OrderBy(cell => cell.Model.LearningRate).ToList(), UsualRate(group.Key))))
            .ToList();
        Comparisons = [.. Methods(), .. Others()];
        Reference = Cells
            .Where(cell => cell.Rows > 0)
            .GroupBy(cell => (cell.Model.Facts, cell.Rows, cell.Model.Epochs))
            .OrderByDescending(group => group.Sum(cell => cell.Models.Count))
            .Select(group => group.Key)
            .FirstOrDefault();
    }

    /// <summary>The cells, all seeds of each together.</summary>
    public IReadOnlyList<Cell> Cells { get; }

    /// <summary>Every model for itself.</summary>
    public IReadOnlyList<Cell> Singles { get; }

    /// <summary>Every comparison.</summary>
    public IReadOnlyList<Comparison> Comparisons { get; }

    /// <summary>The design that most models share: what claims are judged on unless they are about another one.</summary>
    public (WorldFacts? Facts, int Rows, int? Epochs) Reference { get; }

    /// <summary>The forms of responses that models of the reference design were tuned on.</summary>
    public IReadOnlyList<ResponseStyle> Styles =>
        Cells.Where(IsReference).Select(cell => cell.Model.Style).OfType<ResponseStyle>().Distinct().Order().ToList();

    /// <summary>The sweeps over learning rates, by what their cells have in common.</summary>
    public IReadOnlyList<(Design Design, RateSweep Sweep)> Sweeps => _sweeps;

    /// <summary>The same with comparisons of the cells that lost their core facts too: what would be judged without that bar.</summary>
    public Factorial WithLost => _withLost.Value;

    /// <summary>Whether a cell gives less than <see cref="WorldResultRow.KeptCoreShare"/> of the core facts right that the base gives; not
    /// where the base was not asked.</summary>
    public bool HasLostCore(Cell cell) => cell.Rows > 0 && cell.CoreAccuracy < _leastCore;

    /// <summary>Whether a cell is of the reference design.</summary>
    public bool IsReference(Cell cell) => (cell.Model.Facts, cell.Rows, cell.Model.Epochs) == Reference;

    /// <summary>Whether a comparison is: both of its sides, but for the factor.</summary>
    public bool IsReference(Comparison comparison) =>
        comparison
            .Left.Parts.Concat(comparison.Right.Parts)
            .All(part =>
                (comparison.Factor == ContrastFactor.Facts || part.Cell.Model.Facts == Reference.Facts)
                && (comparison.Factor == ContrastFactor.Rows || part.Cell.Rows == Reference.Rows)
                && (comparison.Factor == ContrastFactor.Epochs || part.Cell.Model.Epochs == Reference.Epochs)
            );

    /// <summary>The rate that most models of a method were trained at, on whatever rows and for however long; of several the
    /// highest.</summary>
    private double? UsualRate(Design design) =>
        Cells
            .Where(cell => (cell.Model.Method, cell.Model.Family) == (design.Method, design.Family) && cell.Model.LearningRate is not null)
            .GroupBy(cell => cell.Model.LearningRate)
            .OrderByDescending(rate => rate.Sum(cell => cell.Models.Count))
            .ThenByDescending(rate => rate.Key)
            .Select(rate => rate.Key)
            .FirstOrDefault();

    private IEnumerable<Comparison> Methods() =>
        from full in _sweeps
        from lora in _sweeps
        where full.Design.Method == TuningMethod.Sft && lora.Design.Method == TuningMethod.Lft && full.Design.HasRowsOf(lora.Design)
        from comparison in (IEnumerable<Comparison>)
            [
                .. RateSweep.AtEqualRates(ContrastFactor.Method, full.Sweep, lora.Sweep),
                .. RateSweep.AtOwnRates(ContrastFactor.Method, full.Sweep, lora.Sweep),
                .. RateSweep.AtMatchedLoss(ContrastFactor.Method, full.Sweep, lora.Sweep),
            ]
        select comparison;

    /// <summary>The same method at the same rates, on other rows or for longer.</summary>
    private IEnumerable<Comparison> Others() =>
        from left in _sweeps
        from right in _sweeps
        where left.Design.Method == right.Design.Method
        let factor = left.Design.FactorAgainst(right.Design)
        where factor is not null
        from comparison in RateSweep.AtEqualRates(factor.Value, left.Sweep, right.Sweep)
        select comparison;
}
