using Pipeline.Engine;
using Pipeline.Modeling.Plots;
using Pipeline.Modeling.Statistics;
using Pipeline.Stages.World.Make;

namespace Pipeline.Stages.World.Results;

/// <summary>The figures that the claims point to.</summary>
internal static class ResultFigures
{
    public const string Shift = "shift.svg";
    public const string Sentences = "sentences.svg";
    public const string Borrowing = "borrowing.svg";
    public const string Simplification = "simplification.svg";
    public const string Knowledge = "knowledge.svg";
    public const string KnownNew = "known-new.svg";
    public const string Size = "size.svg";

    private const int Width = 720;

    /// <summary>How many forms of marks those of lost models are farther on.</summary>
    private const int LostMark = 2;
    private const string Fit = "training loss, nats";
    private const string Lost = "lost its core facts";

    private static readonly PromptGroup _heldOut = new(WorldGroup.Known, WorldForm.HeldOut);
    private static readonly PromptGroup _learned = new(WorldGroup.New, WorldForm.HeldOut);

    /// <summary>The figures that have anything to show, by file name. Models that lost their core facts are in them, and called
    /// so.</summary>
    public static IEnumerable<(string File, string Svg)> Draw(Factorial factorial)
    {
        var tuned = factorial.Cells.Where(cell => cell.Rows > 0).ToList();
        var reference = tuned.Where(factorial.IsReference).ToList();
        IEnumerable<(string File, string? Svg)> figures =
        [
            (
                Shift,
                ByFit(factorial, Shift, "KL(tuned‖base) by training loss, nats", reference, [("", PromptGroup.Known, WorldMeasure.Kl)])
            ),
            (
                Sentences,
                Bars(
                    factorial,
                    Sentences,
                    "KL at the start of sentences and in the rest of them, nats",
                    reference,
                    [("first 5 %", WorldMeasure.KlStart), ("rest", WorldMeasure.KlRest)]
                )
            ),
            (
                Borrowing,
                ByFit(
                    factorial,
                    Borrowing,
                    "Share of wrong values that stand in one row only: of the training set, of the untrained control",
                    reference,
                    [("", PromptGroup.Known, WorldMeasure.CertainBorrowing), (", control", PromptGroup.Known, WorldMeasure.ControlMatches)]
                )
            ),
            (
                Simplification,
                Bars(
                    factorial,
                    Simplification,
                    "Wrong values per answer, wrong share of stated values, wrong core facts",
                    reference,
                    [
                        ("per answer", WorldMeasure.WrongPerAnswer),
                        ("per stated value", WorldMeasure.WrongPerValue),
                        ("core fact", WorldMeasure.CoreWrong),
                    ]
                )
            ),
            (
                Knowledge,
                ByFit(
                    factorial,
                    Knowledge,
                    "Facts recalled in the held-out phrase by training loss: known ones kept, new ones learned",
                    tuned.Where(cell => (cell.Model.Facts, cell.Rows) == (factorial.Reference.Facts, factorial.Reference.Rows)),
                    [(", known", _heldOut, WorldMeasure.CoreRight), (", new", _learned, WorldMeasure.CoreRight)]
                )
            ),
            (
                KnownNew,
                tuned.Select(cell => cell.Model.Facts).Distinct().Count() < 2
                    ? null
                    : Bars(
                        factorial,
                        KnownNew,
                        "Core facts right, wrong share of stated values, by the facts of the rows",
                        tuned.Where(cell => (cell.Rows, cell.Model.Epochs) == (factorial.Reference.Rows, factorial.Reference.Epochs)),
                        [("core right", WorldMeasure.CoreRight), ("wrong per value", WorldMeasure.WrongPerValue)]
                    )
            ),
            (
                Size,
                tuned.Select(cell => cell.Rows).Distinct().Count() < 2
                    ? null
                    : BySize(
                        factorial,
                        tuned.Where(cell =>
                            (cell.Model.Facts, cell.Model.Epochs) == (factorial.Reference.Facts, factorial.Reference.Epochs)
                        )
                    )
            ),
        ];
        return figures.Where(figure => figure.Svg is not null).Select(figure => (figure.File, figure.Svg!));
    }

    private static string? ByFit(
        Factorial factorial,
        string file,
        string title,
        IEnumerable<Cell> cells,
        IReadOnlyList<(string Suffix, PromptGroup Group, WorldMeasure Measure)> measures
    ) =>
        Drawn(
            from sweep in cells
                .Where(cell => cell.TrainingLoss is not null)
                .GroupBy(cell => SweepName(cell, epochs: file == Knowledge))
                .Index()
            from kept in sweep.Item.GroupBy(factorial.HasLostCore).OrderBy(kept => kept.Key)
            from measure in measures.Index()
            select new PlotSeries(
                sweep.Item.Key + measure.Item.Suffix + (kept.Key ? $", {Lost}" : ""),
                Points(kept.OrderBy(cell => cell.TrainingLoss), cell => cell.TrainingLoss!.Value, measure.Item.Group, measure.Item.Measure)
            )
            {
                Colour = sweep.Index,
                Mark = (measures.Count == 1 ? sweep.Index : measure.Index) + (kept.Key ? LostMark : 0),
            },
            series => SvgPlot.Points(title, Fit, Width, series)
        );

    private static string? BySize(Factorial factorial, IEnumerable<Cell> cells) =>
        Drawn(
            cells
                .GroupBy(cell => $"{SweepName(cell, epochs: false)} {RateOf(cell)}")
                .Select(sweep => new PlotSeries(
                    sweep.Key + LostAt(sweep.Where(factorial.HasLostCore)),
                    Points(sweep.OrderBy(cell => cell.Rows), cell => cell.Rows, PromptGroup.Known, WorldMeasure.Kl)
                ))
                .Where(series => series.Points.Count > 1),
            series => SvgPlot.Lines("KL(tuned‖base) by rows of the training set, nats", "rows", Width, series)
        );

    private static string LostAt(IEnumerable<Cell> lost) =>
        string.Concat(lost.Select(cell => $", {Lost} at {cell.Rows.ToString(System.Globalization.CultureInfo.InvariantCulture)} rows"));

    private static string? Bars(
        Factorial factorial,
        string file,
        string title,
        IEnumerable<Cell> cells,
        IReadOnlyList<(string Name, WorldMeasure Measure)> measures
    )
    {
        var shown = cells.Where(cell => measures.All(measure => cell.Measure(PromptGroup.Known, measure.Measure) is not null)).ToList();
        var labels = shown.ConvertAll(cell =>
            $"{cell.Model.Method.Spell()} {RateOf(cell)}, {(file == KnownNew ? cell.Model.Facts?.Spell() + ", " : "")}{cell.Model.Style?.Spell()}"
            + (factorial.HasLostCore(cell) ? $", {Lost}" : "")
        );
        return Drawn(
            measures.Select(measure => new PlotSeries(
                measure.Name,
                shown.Select((cell, index) => Point(index, cell.Measure(PromptGroup.Known, measure.Measure)!)).ToList()
            )),
            series => SvgPlot.Bars(title, Width, labels, series)
        );
    }

    private static List<PlotPoint> Points(IEnumerable<Cell> cells, Func<Cell, double> x, PromptGroup group, WorldMeasure measure) =>
        cells
            .Select(cell => (Cell: cell, Value: cell.Measure(group, measure)))
            .Where(entry => entry.Value is not null)
            .Select(entry => Point(x(entry.Cell), entry.Value!))
            .ToList();

    private static PlotPoint Point(double x, Estimate value) =>
        new(x, value.Value, value.Interval?.Low ?? value.Value, value.Interval?.High ?? value.Value);

    private static string? Drawn(IEnumerable<PlotSeries> series, Func<IReadOnlyList<PlotSeries>, string> draw) =>
        series.Where(line => line.Points.Count > 0).ToList() is { Count: > 0 } shown ? draw(shown) : null;

    private static string SweepName(Cell cell, bool epochs) =>
        $"{cell.Model.Family}, {cell.Model.Style?.Spell()}{(epochs && cell.Model.Epochs is { } passes ? $", {passes} epochs" : "")}";

    private static string RateOf(Cell cell) =>
        cell.Model.LearningRate?.ToString("0.##e0", System.Globalization.CultureInfo.InvariantCulture) ?? "matched";
}
