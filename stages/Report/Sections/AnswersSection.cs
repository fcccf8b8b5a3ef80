using Pipeline.Stages.Shift;

namespace Pipeline.Stages.Report.Sections;

/// <summary>The answers of all models prompt by prompt, tokens coloured by how far they shifted.</summary>
internal static class AnswersSection
{
    public static void Write(HtmlWriter page, ReportMaterial material)
    {
        page.Raw("<section id=\"answers\"><h2>Answers side by side</h2>\n")
            .Element("p", "Tokens whose base rank is 2 or 3 are underlined, those above 3 are shaded; point at one for its figures.");
        var shift = material.Findings.ToDictionary(found => found.Model.Name, found => found.Shift.ToLookup(token => token.InstanceId, StringComparer.Ordinal), StringComparer.Ordinal);
        var answers = material.Findings.ToDictionary(found => found.Model.Name, found => found.Answers.ToDictionary(answer => answer.InstanceId, StringComparer.Ordinal), StringComparer.Ordinal);
        foreach (var prompt in material.Findings[0].Answers.Take(material.Options.MaxAnswers))
        {
            page.Raw("<details><summary>").Text(prompt.Prompt).Raw("</summary>");
            if (prompt.Reference is { } reference)
            {
                page.Element("h4", "reference").Element("p", reference, "class=\"tokens soft\"");
            }

            foreach (var found in material.Findings)
            {
                if (answers[found.Model.Name].TryGetValue(prompt.InstanceId, out var answer))
                {
                    page.Element("h4", found.Model.Name);
                    Answer(page, answer.Text, shift[found.Model.Name][prompt.InstanceId].ToList());
                }
            }

            page.Raw("</details>\n");
        }

        page.Raw("</section>\n");
    }

    private static void Answer(HtmlWriter page, string text, List<TokenShiftRow> tokens)
    {
        if (tokens.Count == 0)
        {
            page.Element("p", text, "class=\"tokens\"");
            return;
        }

        page.Raw("<p class=\"tokens\">");
        foreach (var token in tokens)
        {
            var figures = $"rank {token.ArgmaxBaseRank}, base {HtmlWriter.Percent(token.ArgmaxBaseProbability)}, tuned {HtmlWriter.Percent(token.ArgmaxTunedProbability)}, KL {HtmlWriter.Number(token.KlTunedBase, "0.000")} nats";
            page.Element("span", token.TokenText, $"class=\"{token.ShiftClass}\" title=\"{figures}\"");
        }

        page.Raw("</p>");
    }
}
