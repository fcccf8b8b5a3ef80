using Pipeline.Modeling.Plots;

namespace Pipeline.Stages.Report.Charts;

/// <summary>
/// Curves of all models: in one chart each where there are few; of many, the first seed of each kind in one chart a dataset, on the same
/// axes.
/// </summary>
internal static class ModelCharts
{
    private const int MostLines = 7;
    private const int Open = 4;
    private const int Width = 520;

    // A point every two user units: more cannot be seen.
    private const int MostPoints = Width / 2;

    /// <summary>Writes the charts.</summary>
    /// <param name="page">Takes them.</param>
    /// <param name="material">Has the models' colours.</param>
    /// <param name="models">The models.</param>
    /// <param name="curves">The curves.</param>
    public static void Write(
        HtmlWriter page,
        ReportMaterial material,
        IReadOnlyList<ModelFindings> models,
        IReadOnlyList<ModelCurve> curves
    )
    {
        var shown = models.Count <= MostLines ? models : [.. SeedGroup.Group(models).Select(group => group.First)];
        if (shown.Count < models.Count)
        {
            page.Element("p", "The curves are those of the first of the models that differ in their seed alone.");
        }

        var panels =
            shown.Count <= MostLines
                ? [(Name: "", Models: shown)]
                : shown
                    .GroupBy(found => found.Model.Dataset, StringComparer.Ordinal)
                    .Select(group => (Name: group.Key, Models: (IReadOnlyList<ModelFindings>)[.. group]))
                    .ToList();
        Panels(page, material, shown, panels.Take(Open), curves);
        if (panels.Count > Open)
        {
            using (page.Collapsed(true, $"The curves of {Figure.Count(panels.Count - Open, "more dataset")}"))
            {
                Panels(page, material, shown, panels.Skip(Open), curves);
            }
        }
    }

    private static void Panels(
        HtmlWriter page,
        ReportMaterial material,
        IReadOnlyList<ModelFindings> all,
        IEnumerable<(string Name, IReadOnlyList<ModelFindings> Models)> panels,
        IReadOnlyList<ModelCurve> curves
    )
    {
        page.Raw("<div class=\"charts\">");
        foreach (var (name, models) in panels)
        {
            foreach (var curve in curves)
            {
                var lines = Lines(material, models, curve);
                if (lines.Sum(line => line.Points.Count) < 2)
                {
                    // There is nothing to join.
                    continue;
                }

                page.ShrinkingPlot(
                    SvgPlot.Curves(
                        name.Length == 0 ? curve.Title : $"{name}: {curve.Title}",
                        curve.XTitle,
                        Width,
                        Thinned(Smoothed(lines, curve)),
                        new CurveSurroundings
                        {
                            Behind = curve.DrawsPoints && models.Count == all.Count ? Thinned(lines) : [],
                            Beside = models.Count == all.Count ? [] : Smoothed(Lines(material, all, curve), curve),
                            FromZero = curve.FromZero,
                        }
                    )
                );
            }
        }

        page.Raw("</div>\n");
    }

    private static List<PlotSeries> Lines(ReportMaterial material, IReadOnlyList<ModelFindings> models, ModelCurve curve) =>
        models
            .Select(found => new PlotSeries(
                found.Model.Name,
                [
                    .. curve
                        .Of(found)
                        .Where(point => double.IsFinite(point.X) && double.IsFinite(point.Y))
                        .Select(point => CurvePoints.At(point.X, point.Y)),
                ]
            )
            {
                Colour = material.ColourIndexOf(found),
                Grey = found.Model.Control,
            })
            .ToList();

    private static List<PlotSeries> Thinned(List<PlotSeries> lines) => lines.ConvertAll(line => line.Thinned(MostPoints));

    private static List<PlotSeries> Smoothed(List<PlotSeries> lines, ModelCurve curve) =>
        curve.SmoothedOver == 0 ? lines : lines.ConvertAll(line => line.Smoothed(curve.SmoothedOver));
}
