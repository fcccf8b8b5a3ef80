using Pipeline.Stages.Report.Charts;
using Pipeline.Stages.Tuning.MatchLoss;

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

        page.Section("training", "Training")
            .Element(
                "p",
                "Training loss is the mean cross-entropy, in nats per label token, of the final weights over a sample of the training rows "
                    + "drawn by seed, without dropout and noise; held-out loss is the same over rows that were held out of training. The "
                    + "curves show the loss of each step, which is of weights that still moved."
            );
        using (page.Collapsed(material.IsLarge, $"Training of {Figure.Count(trained.Count, "model")}"))
        {
            Table(page, material, trained);
        }

        Chosen(page, trained);

        ModelCharts.Write(
            page,
            material,
            trained,
            [
                new(
                    "Loss of each step, nats per label token (mean of nine steps)",
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
        var heldOut = trained.Any(found => material.SummaryOf(found).HeldOutLoss is not null);
        using var table = new HtmlTable(
            page,
            [
                ("model", CellKind.Markup),
                ("steps", CellKind.Number),
                ("epochs", CellKind.Number),
                ("label tokens", CellKind.Number),
                ("highest learning rate", CellKind.Number),
                ("loss of the first step, nats", CellKind.Number),
                ("training loss, nats", CellKind.Number),
                .. heldOut ? [("held-out loss, nats", CellKind.Number)] : (IEnumerable<(string, CellKind)>)[],
            ]
        );
        foreach (var found in trained)
        {
            table.Row([
                ModelLabel.Write(material, found),
                Figure.Count(found.Training.Count),
                Figure.Number(found.Training[^1].Epoch, "0.##"),
                Figure.Count(found.Training.Sum(step => step.LabelTokens)),
                Figure.Rate(found.Training.Max(step => step.LearningRate)),
                Figure.Number(found.Training[0].Loss, "0.000"),
                Figure.Number(material.SummaryOf(found).TrainingLoss, "0.000"),
                .. heldOut ? [Figure.Number(material.SummaryOf(found).HeldOutLoss, "0.000")] : (string[])[],
            ]);
        }
    }

    /// <summary>Which checkpoint each model is that was chosen by its training loss, and whether its schedule was finished.</summary>
    private static void Chosen(HtmlWriter page, List<ModelFindings> trained)
    {
        var chosen = trained
            .SelectMany(found => found.Candidates.Where(candidate => candidate.Chosen), (found, candidate) => (found.Model.Name, candidate))
            .ToList();
        if (chosen.Count == 0)
        {
            return;
        }

        page.Element("h3", "Chosen by training loss")
            .Element(
                "p",
                "Of each method's checkpoints the one with a finished schedule that is nearest to the target; a snapshot, whose learning "
                    + "rate had not fallen to its end, only where no finished one was within the tolerance."
            );
        using var table = new HtmlTable(
            page,
            ("model", CellKind.Text),
            ("is", CellKind.Text),
            ("step", CellKind.Number),
            ("schedule", CellKind.Text),
            ("training loss, nats", CellKind.Number),
            ("target, nats", CellKind.Number),
            ("held-out loss, nats", CellKind.Number)
        );
        foreach (var (name, candidate) in chosen)
        {
            table.Row(
                name,
                Shortened.Shorten(candidate.Variant),
                Figure.Count(candidate.Step),
                Schedule(candidate),
                Figure.Number(candidate.TrainingLoss, "0.000"),
                Figure.Number(candidate.Target, "0.000"),
                Figure.Number(candidate.HeldOutLoss, "0.000")
            );
        }
    }

    private static string Schedule(MatchCandidateRow candidate) =>
        candidate.Finished ? "finished" : "snapshot: no finished one was near enough";
}
