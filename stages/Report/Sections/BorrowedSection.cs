using Pipeline.Stages.Attribute;
using Pipeline.Stages.Generate;

namespace Pipeline.Stages.Report.Sections;

/// <summary>The strongest borrowed spans, each beside the row that it stands in, with file, row number and text.</summary>
internal static class BorrowedSection
{
    public static void Write(HtmlWriter page, ReportMaterial material)
    {
        page.Raw("<section id=\"borrowed\"><h2>Borrowed spans and their sources</h2>\n")
            .Element("p", "The longest first, those that stand in the fewest training rows before others. On the left the answer, on the right the training row.");
        foreach (var found in material.Findings.Where(found => !found.Model.Control))
        {
            Model(page, material, found);
        }

        page.Raw("</section>\n");
    }

    private static void Model(HtmlWriter page, ReportMaterial material, ModelFindings found)
    {
        var borrowed = found.Spans.Where(span => span.Borrowed).ToList();
        var answers = found.Answers.ToDictionary(answer => answer.InstanceId, StringComparer.Ordinal);
        var shown = borrowed.OrderByDescending(span => span.Words).ThenBy(span => span.SourceCount).ThenBy(span => span.InstanceId, StringComparer.Ordinal)
            .ThenBy(span => span.Start).Take(material.Options.MaxSpans).ToList();
        page.Raw("<details open><summary><strong>").Text(found.Model.Name).Raw("</strong> ")
            .Text($"– {borrowed.Count} borrowed spans in {borrowed.Select(span => span.InstanceId).Distinct().Count()} of {found.Answers.Count} answers, from "
                + $"{borrowed.Select(span => span.SourceInstanceId).Distinct().Count()} rows; {found.Spans.Count - borrowed.Count} further matches are explained by the prompt or the control")
            .Raw("</summary>\n");
        foreach (var span in shown)
        {
            Card(page, span, answers[span.InstanceId], material.Instances[(found.Model.Dataset, span.SourceInstanceId)]);
        }

        page.Raw("</details>\n");
    }

    private static void Card(HtmlWriter page, BorrowedSpanRow span, GenerationRow answer, SourcedInstance source)
    {
        page.Raw("<article class=\"card\"><header>")
            .Text($"{span.Words} words · in {span.SourceCount} training {(span.SourceCount == 1 ? "row" : "rows")} · cosine {HtmlWriter.Number(span.Similarity)} · ")
            .Raw("<strong>").Text($"{source.Source.File}, row {source.Source.RowNumber}").Raw("</strong></header><div class=\"pair\"><div><h4>")
            .Text("Prompt: " + Shortened(answer.Prompt)).Raw("</h4>");
        Marked(page, answer.Text, span.Start, span.Length);
        page.Raw("</div><div><h4>").Text("Row: " + Shortened(source.Instance.RequestText())).Raw("</h4>");
        Marked(page, source.Instance.Response, span.SourceStart, span.SourceLength);
        page.Raw("</div></div></article>\n");
    }

    private static void Marked(HtmlWriter page, string text, int start, int length) =>
        page.Text(text[..start]).Element("mark", text.Substring(start, length)).Text(text[(start + length)..]);

    private static string Shortened(string text) => text.Length <= 160 ? text : text[..(char.IsHighSurrogate(text[159]) ? 159 : 160)] + "…";
}
