using Pipeline.Modeling.Text;

namespace Pipeline.Stages.Report.Sections;

/// <summary>How training went, what simplification did, and how long texts are.</summary>
internal static class TrainingSection
{
    private const int Examples = 5;

    public static void Write(HtmlWriter page, ReportMaterial material)
    {
        page.Raw("<section id=\"training\"><h2>Training and data</h2>\n");
        var trained = material.Findings.Where(found => found.Training.Count > 0).ToList();
        if (trained.Count > 0)
        {
            page.Head("model", "steps", "first loss, nats", "last loss, nats", "highest rate", "label tokens");
            foreach (var found in trained)
            {
                page.Row(
                    found.Model.Name,
                    HtmlWriter.Number(found.Training.Count, "0"),
                    HtmlWriter.Number(found.Training[0].Loss, "0.000"),
                    HtmlWriter.Number(found.Training[^1].Loss, "0.000"),
                    HtmlWriter.Number(found.Training.Max(step => step.LearningRate), "0.0e0"),
                    HtmlWriter.Number(found.Training.Sum(step => step.LabelTokens), "#,0"));
            }

            page.EndTable();
            LineChart.Write(
                page,
                "Training loss by optimiser step, nats per label token",
                trained.Select(found => new ChartLine(found.Model.Name, found.Training.Select(step => ((double)step.Step, step.Loss)).ToList())).ToList());
        }

        Lengths(page, material);
        Simplification(page, material);
        page.Raw("</section>\n");
    }

    private static void Lengths(HtmlWriter page, ReportMaterial material)
    {
        page.Raw("<h3>Length of responses, characters (the paper's table 11)</h3>").Head("dataset", "rows", "mean length", "models trained on it: mean length of answers");
        foreach (var dataset in material.Instances.GroupBy(entry => entry.Key.Dataset).OrderBy(group => group.Key, StringComparer.Ordinal))
        {
            var models = material.Findings.Where(found => found.Model.Dataset == dataset.Key && found.Judgements.Count > 0)
                .Select(found => $"{found.Model.Name} {HtmlWriter.Number(found.Judgements.Average(judgement => judgement.Characters), "0")}");
            page.Row(
                dataset.Key,
                HtmlWriter.Number(dataset.Count(), "#,0"),
                HtmlWriter.Number(dataset.Average(entry => entry.Value.Instance.Response.Length), "0"),
                string.Join(", ", models));
        }

        page.EndTable();
    }

    private static void Simplification(HtmlWriter page, ReportMaterial material)
    {
        if (material.Simplified.Count == 0)
        {
            return;
        }

        page.Raw("<h3>Simplification</h3>").Head("what was done", "rows", "words before", "words after");
        foreach (var action in material.Simplified.GroupBy(row => row.Action).OrderBy(group => group.Key, StringComparer.Ordinal))
        {
            page.Row(
                action.Key,
                HtmlWriter.Number(action.Count(), "#,0"),
                HtmlWriter.Number(action.Average(row => Words.Of(row.OriginalResponse).Count), "0.0"),
                HtmlWriter.Number(action.Average(row => Words.Of(row.Response).Count), "0.0"));
        }

        page.EndTable().Raw("<details><summary>Some dropped sentences</summary>").Head("kept", "dropped");
        foreach (var row in material.Simplified.Where(row => row.DroppedSentences.Length > 0).OrderBy(row => row.InstanceId, StringComparer.Ordinal).Take(Examples))
        {
            page.Row(row.Response, string.Join(" ", row.DroppedSentences));
        }

        page.EndTable().Raw("</details>\n");
    }
}
