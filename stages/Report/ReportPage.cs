using System.Reflection;
using Pipeline.Modeling.Plots;
using Pipeline.Stages.Report.Sections;

namespace Pipeline.Stages.Report;

/// <summary>The page: one file, no loads from outside, readable without scripts, well-formed as XML too so that any tool can read
/// it.</summary>
internal static class ReportPage
{
    /// <summary>Where the app puts the run's volatile facts.</summary>
    public const string RunFactsMarker = "<!--run-facts-->";

    private static readonly (string Id, string Name)[] _contents =
    [
        ("findings", "Findings"),
        ("claims", "The paper's claims"),
        ("shift", "Token shift"),
        ("borrowed", "Borrowed spans"),
        ("wrong-spans", "Wrong spans"),
        ("counterfactual", "Counterfactual"),
        ("rephrased", "Rephrased"),
        ("recall", "Source recall"),
        ("similarity", "Source similarity"),
        ("continuations", "Right and written"),
        ("answers", "Answers"),
        ("scores", "Scores and lengths"),
        ("simplified", "Simplified"),
        ("training", "Training"),
        ("limits", "Limits"),
        ("run", "Run"),
    ];

    private static readonly string _style = ReadStyle();

    /// <summary>The whole page.</summary>
    public static string Write(ReportMaterial material)
    {
        var sections = Sections(material);
        var page = new HtmlWriter()
            .Raw("<!DOCTYPE html>\n<html lang=\"en\"><head><meta charset=\"utf-8\"/>\n")
            .Raw("<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src 'unsafe-inline'\"/>\n")
            .Raw(
                "<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\"/>\n<meta name=\"color-scheme\" "
                    + "content=\"light dark\"/>\n"
            )
            .Element("title", material.Options.Title)
            .Raw("<style>\n")
            .Raw(SvgPlot.Style)
            .Raw(_style)
            .Raw("</style></head><body>\n<header class=\"top\"><h1 dir=\"auto\">")
            .Text(material.Options.Title)
            .Raw("</h1>\n")
            .Element("p", Subtitle(material), "class=\"soft\"")
            .Raw("<nav aria-label=\"Contents\">");
        foreach (
            var (id, name) in _contents.Where(entry =>
                entry.Id == "run" || sections.Contains($"<section id=\"{entry.Id}\"", StringComparison.Ordinal)
            )
        )
        {
            page.Raw($"<a href=\"#{id}\">{name}</a>");
        }

        page.Raw("</nav></header>\n<main>\n").Raw(sections).Raw(RunFactsMarker).Raw("</main>\n");
        if (material.Options.Notice.Length > 0)
        {
            page.Raw("<footer dir=\"auto\">").Text(material.Options.Notice).Raw("</footer>\n");
        }

        return page.Raw("</body></html>\n").ToString();
    }

    private static string Sections(ReportMaterial material)
    {
        var page = new HtmlWriter();
        FindingsSection.Write(page, material);
        ClaimsSection.Write(page, material);
        ShiftSection.Write(page, material);
        BorrowedSection.Write(page, material);
        WrongSpansSection.Write(page, material);
        CounterfactualSection.Write(page, material);
        PromptCounterfactualSection.Write(page, material);
        SourceRecallSection.Write(page, material);
        SourceSimilaritySection.Write(page, material);
        ContinuationSection.Write(page, material);
        AnswersSection.Write(page, material);
        ScoresSection.Write(page, material);
        SimplificationSection.Write(page, material);
        TrainingSection.Write(page, material);
        LimitsSection.Write(page, material);
        InputsSection.Write(page, material);
        return page.ToString();
    }

    private static string Subtitle(ReportMaterial material)
    {
        var counts = material.Instances.Keys.CountBy(key => key.Dataset).ToDictionary(StringComparer.Ordinal);
        var rows = material
            .Datasets.Where(counts.ContainsKey)
            .Select(dataset => $"{Figure.Count(counts[dataset], "row")} of {dataset}")
            .ToList();
        return string.Join(
            " · ",
            [Models(material), Figure.Count(material.Prompts.Count, "prompt"), .. rows.Count > 0 ? [string.Join(", ", rows)] : (string[])[]]
        );
    }

    /// <summary>Everyone who answered, whatever their answers are held against: the controls by name, the others by their number.</summary>
    private static string Models(ReportMaterial material)
    {
        var controls = material.Findings.Where(found => found.Model.Control).Select(found => found.Model.Name).ToList();
        var others = material.Findings.Count - controls.Count;
        return others == 0 || controls.Count == 0
            ? Figure.Count(material.Findings.Count, "model")
            : $"{Figure.Count(others, "model")} {(material.ControlNames is null ? "beside" : "against")} "
                + $"{material.ControlNames ?? string.Join(" and ", controls)}";
    }

    private static string ReadStyle()
    {
        using var stream =
            Assembly.GetExecutingAssembly().GetManifestResourceStream("report.css")
            ?? throw new InvalidOperationException("The style sheet is not embedded.");
        using var reader = new StreamReader(stream);
        return reader.ReadToEnd();
    }
}
