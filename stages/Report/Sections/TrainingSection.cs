using Pipeline.Stages.Report.Charts;

namespace Pipeline.Stages.Report.Sections;

/// <summary>How training went.</summary>
internal static class TrainingSection
{
    private const int SmoothedOver = 4;

    public static void Write(HtmlWriter page, ReportMaterial material)
    {
        var trained = material.Findings.Where(found => found.Training.Count > 0).ToList();
        if (trained.Count == 0)
        {
            return;
        }

        page.Section("training", "Training");
        using (var table = new HtmlTable(
            page,
            ("model", CellKind.Markup),
            ("steps", CellKind.Number),
            ("epochs", CellKind.Number),
            ("label tokens", CellKind.Number),
            ("highest rate", CellKind.Number),
            ("first step's loss", CellKind.Number),
            ("mean loss, last epoch", CellKind.Number)))
        {
            foreach (var found in trained)
            {
                table.Row(
                    ModelLabel.Of(material, found),
                    Figure.Count(found.Training.Count),
                    Figure.Number(found.Training[^1].Epoch, "0.##"),
                    Figure.Count(found.Training.Sum(step => step.LabelTokens)),
                    Figure.Rate(found.Training.Max(step => step.LearningRate)),
                    Figure.Number(found.Training[0].Loss, "0.000"),
                    Figure.Number(material.SummaryOf(found).LastEpochLoss, "0.000"));
            }
        }

        var loss = trained.Select(found => new ChartLine(found.Model.Name, material.ColourOf(found), found.Training.Select(step => (step.Epoch, step.Loss)).ToList())).ToList();
        var rate = trained.Select(found => new ChartLine(found.Model.Name, material.ColourOf(found), found.Training.Select(step => (step.Epoch, step.GradientNorm)).ToList())).ToList();
        page.Raw("<div class=\"charts\">");
        new LineChart("Training loss, nats per label token (mean of nine steps)", "epochs", loss.Select(line => line.Smoothed(SmoothedOver)).ToList()) { Behind = loss, FromZero = false }.Write(page);
        new LineChart("Gradient norm before clipping (mean of nine steps)", "epochs", rate.Select(line => line.Smoothed(SmoothedOver)).ToList()).Write(page);
        page.Raw("</div>\n").EndSection();
    }
}
