using System.Reflection;
using Pipeline.Stages.Report.Sections;

namespace Pipeline.Stages.Report;

/// <summary>The page: one file, no loads from outside, readable without scripts.</summary>
internal static class ReportPage
{
    /// <summary>Where the app puts the run's volatile facts.</summary>
    public const string RunFactsMarker = "<!--run-facts-->";

    /// <summary>The whole page.</summary>
    public static string Write(ReportMaterial material)
    {
        var page = new HtmlWriter()
            .Raw("<!doctype html>\n<html lang=\"en\"><head><meta charset=\"utf-8\">\n")
            .Raw("<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src 'unsafe-inline'\">\n")
            .Raw("<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n")
            .Element("title", material.Options.Title)
            .Raw("<style>\n").Raw(Style()).Raw("</style></head><body><main>\n")
            .Element("h1", material.Options.Title)
            .Raw("<nav><a href=\"#figures\">Figures</a><a href=\"#borrowed\">Borrowed spans</a><a href=\"#shift\">Token shift</a>")
            .Raw("<a href=\"#training\">Training and data</a><a href=\"#answers\">Answers</a><a href=\"#run\">Run</a></nav>\n");
        HeadlineSection.Write(page, material);
        BorrowedSection.Write(page, material);
        ShiftSection.Write(page, material);
        TrainingSection.Write(page, material);
        AnswersSection.Write(page, material);
        page.Raw("<section id=\"run\">").Raw(RunFactsMarker).Raw("</section>\n");
        if (material.Options.Notice.Length > 0)
        {
            page.Element("p", material.Options.Notice, "class=\"notice\"");
        }

        return page.Raw("</main></body></html>\n").ToString();
    }

    private static string Style()
    {
        using var stream = Assembly.GetExecutingAssembly().GetManifestResourceStream("report.css")
            ?? throw new InvalidOperationException("The style sheet is not embedded.");
        using var reader = new StreamReader(stream);
        return reader.ReadToEnd();
    }
}
