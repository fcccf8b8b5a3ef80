using Pipeline.Modeling.Text;
using Pipeline.Stages.Data;
using Pipeline.Stages.Report.Charts;

namespace Pipeline.Stages.Report.Sections;

/// <summary>Judge scores and lengths, beside the lengths of the training rows.</summary>
internal static class ScoresSection
{
    public static void Write(HtmlWriter page, ReportMaterial material)
    {
        page.Section("scores", "Scores and lengths");
        var referenced = material.Summaries.Any(row => row.RougeL is not null);
        page.Element(
            "p",
            (
                referenced
                    ? "Overlap with the reference answers says whether an answer is like one particular good answer, not whether it "
                        + "is right. "
                    : "These prompts have no reference answers, so only lengths and repetition are scored. "
            )
                + "Repetition is the share of an answer's 4-word sequences that it had already used. In brackets: 95 % intervals "
                + "over prompts."
        );
        using (page.Collapsed(material.IsLarge, $"Scores of {Figure.Count(material.Findings.Count, "model")}"))
        {
            Scores(page, material, referenced);
        }

        Lengths(page, material);
        page.EndSection();
    }

    private static void Scores(HtmlWriter page, ReportMaterial material, bool referenced)
    {
        var wordAxis = IntervalMark.AxisOver(material.Summaries.Select(row => ((double?)row.MeanWords, row.MeanWordsInterval)));
        var rougeAxis = IntervalMark.AxisOver(material.Summaries.Select(row => (row.RougeL, row.RougeLInterval)));
        var columns = new List<(string, CellKind)>
        {
            ("model", CellKind.Markup),
            ("answers", CellKind.Number),
            ("words an answer", CellKind.Number),
            (IntervalMark.Heading(wordAxis, "0"), CellKind.Markup),
        };
        columns.AddRange(
            referenced
                ?
                [
                    ("ROUGE-L F1, 0–1", CellKind.Number),
                    (IntervalMark.Heading(rougeAxis), CellKind.Markup),
                    ("unigram F1, 0–1", CellKind.Number),
                ]
                : []
        );
        columns.AddRange([("repetition", CellKind.Number), ("sentences an answer", CellKind.Number)]);
        using var table = new HtmlTable(page, [.. columns]);
        foreach (var found in material.Findings)
        {
            var row = material.SummaryOf(found);
            var colour = material.ColourOf(found);
            var cells = new List<string>
            {
                ModelLabel.Write(material, found),
                Figure.Count(row.Answers),
                Figure.WithInterval(row.MeanWords, row.MeanWordsInterval, "0.0"),
                IntervalMark.Draw(wordAxis, row.MeanWords, row.MeanWordsInterval, colour),
            };
            cells.AddRange(
                referenced
                    ?
                    [
                        Figure.WithInterval(row.RougeL, row.RougeLInterval, "0.000"),
                        IntervalMark.Draw(rougeAxis, row.RougeL, row.RougeLInterval, colour),
                        Figure.Number(row.TokenF1, "0.000"),
                    ]
                    : []
            );
            cells.AddRange([
                Figure.Percent(row.Repetition),
                Figure.Number(found.Judgements.Count == 0 ? null : found.Judgements.Average(score => score.Sentences), "0.0"),
            ]);
            table.Row([.. cells]);
        }
    }

    private static void Lengths(HtmlWriter page, ReportMaterial material)
    {
        page.Element("h3", "Training responses and answers, mean length (the paper's table 11)");
        using var table = new HtmlTable(
            page,
            ("dataset", CellKind.Text),
            ("rows", CellKind.Number),
            ("words a response", CellKind.Number),
            ("characters a response", CellKind.Number),
            ("models held against it: characters an answer", CellKind.Text)
        );
        var instances = material.Instances.ToLookup(entry => entry.Key.Dataset, entry => entry.Value.Instance, StringComparer.Ordinal);
        foreach (
            var dataset in material.Datasets.Select(name => (Key: name, Rows: instances[name].ToList())).Where(set => set.Rows.Count > 0)
        )
        {
            var models = material
                .Groups.Where(group => group.First.Model.Dataset == dataset.Key)
                .Select(group => (group.Name, Judgements: group.Models.SelectMany(found => found.Judgements).ToList()))
                .Where(group => group.Judgements.Count > 0)
                .Select(group => $"{group.Name} {Figure.Number(group.Judgements.Average(score => score.Characters), "0")}");
            var responses = dataset.Rows.SelectMany(InstanceText.ListResponses).ToList();
            table.Row(
                dataset.Key,
                Figure.Count(dataset.Rows.Count),
                Figure.Number(responses.Average(response => Words.Split(response.Text).Count), "0.0"),
                Figure.Number(responses.Average(response => response.Text.Length), "0"),
                string.Join(", ", models)
            );
        }
    }
}
