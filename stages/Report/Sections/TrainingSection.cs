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
        using (page.Collapsed(material.IsLarge, $"Training of {Figure.Count(trained.Count, "model")}"))
        {
            Table(page, material, trained);
        }

        ModelCharts.Write(
            page,
            material,
            trained,
            [
                new(
                    "Training loss, nats per label token (mean of nine steps)",
                    "epochs",
                    found => found.Training.Select(step => (step.Epoch, step.Loss)).ToList()
                )
                {
                    SmoothedOver = SmoothedOver,
                    DrawsPoints = true,
                    FromZero = false,
                },
                new(
                    "Gradient norm before clipping (mean of nine steps)",
                    "epochs",
                    found => found.Training.Select(step => (step.Epoch, step.GradientNorm)).ToList()
                )
                {
                    SmoothedOver = SmoothedOver,
                },
            ]
        );
        page.EndSection();
    }

    private static void Table(HtmlWriter page, ReportMaterial material, List<ModelFindings> trained)
    {
        using var table = new HtmlTable(
            page,
            ("model", CellKind.Markup),
            ("steps", CellKind.Number),
            ("epochs", CellKind.Number),
            ("label tokens", CellKind.Number),
            ("highest learning rate", CellKind.Number),
            ("first step's loss, nats", CellKind.Number),
            ("mean loss of the last epoch, nats", CellKind.Number)
        );
        foreach (var found in trained)
        {
            table.Row(
                ModelLabel.Write(material, found),
                Figure.Count(found.Training.Count),
                Figure.Number(found.Training[^1].Epoch, "0.##"),
                Figure.Count(found.Training.Sum(step => step.LabelTokens)),
                Figure.Rate(found.Training.Max(step => step.LearningRate)),
                Figure.Number(found.Training[0].Loss, "0.000"),
                Figure.Number(material.SummaryOf(found).LastEpochLoss, "0.000")
            );
        }
    }
}
