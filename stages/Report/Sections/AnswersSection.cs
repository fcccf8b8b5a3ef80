using Pipeline.Stages.Generate;
using Pipeline.Stages.Judge;
using Pipeline.Stages.Shift;

namespace Pipeline.Stages.Report.Sections;

/// <summary>The answers of all models prompt by prompt, tokens coloured by how far they shifted, borrowed spans marked.</summary>
internal static class AnswersSection
{
    private const int MostCharacters = 3000;

    public static void Write(HtmlWriter page, ReportMaterial material)
    {
        var prompts = material.Findings[0].Prompts;
        var shown = prompts.Take(material.Options.MaxAnswers).ToList();
        page.Section("answers", "Answers side by side")
            .Raw("<p>").Text($"{(shown.Count < prompts.Count ? $"The first {shown.Count} of {Figure.Count(prompts.Count, "prompt")}" : Figure.Count(prompts.Count, "prompt"))}. ")
            .Raw(material.Findings.Any(found => found.Shift.Count > 0)
                ? "Tokens: <span class=\"tokens\"><span class=\"marginal\">marginal</span> <span class=\"shifted\">shifted</span></span>; point at one for its figures. "
                : "")
            .Raw("<mark>Marked</mark>: borrowed spans.</p>\n");
        var models = material.Findings.Select(found => new ModelAnswers(material, found)).ToList();
        foreach (var (index, prompt) in shown.Index())
        {
            Prompt(page, models, prompt, index == 0);
        }

        page.EndSection();
    }

    private static void Prompt(HtmlWriter page, List<ModelAnswers> models, string prompt, bool open)
    {
        var asked = models[0].Of(prompt)!;
        page.Raw(open ? "<details open=\"\">" : "<details>").Raw("<summary dir=\"auto\">").Text(Shortened.Of(asked.Prompt)).Raw("</summary><div class=\"answers\">\n");
        if (Shortened.Of(asked.Prompt) != asked.Prompt)
        {
            Plain(page, "the whole prompt", asked.Prompt);
        }

        if (asked.Reference is { } reference)
        {
            Plain(page, "reference", reference);
        }

        foreach (var model in models)
        {
            model.Write(page, prompt);
        }

        page.Raw("</div></details>\n");
    }

    private static void Plain(HtmlWriter page, string label, string text)
    {
        page.Raw("<div class=\"answer soft\">").Element("h4", label).Raw("<div class=\"text\" dir=\"auto\">");
        new AnnotatedText(text, [], []).WriteFromStart(page, MostCharacters);
        page.Raw("</div></div>\n");
    }

    /// <summary>What a model said to each prompt; of several samples the first.</summary>
    private sealed class ModelAnswers(ReportMaterial material, ModelFindings found)
    {
        private readonly Dictionary<string, GenerationRow> _answers = found.Answers.DistinctBy(answer => answer.InstanceId).ToDictionary(answer => answer.InstanceId, StringComparer.Ordinal);
        private readonly ILookup<string, TokenShiftRow> _shift = found.Shift.Where(token => token.Sample == 0).ToLookup(token => token.InstanceId, StringComparer.Ordinal);
        private readonly Dictionary<string, JudgementRow> _scores = found.Judgements.DistinctBy(score => score.InstanceId).ToDictionary(score => score.InstanceId, StringComparer.Ordinal);

        public GenerationRow? Of(string prompt) => _answers.GetValueOrDefault(prompt);

        public void Write(HtmlWriter page, string prompt)
        {
            if (Of(prompt) is not { } answer)
            {
                return;
            }

            var borrowed = found.Borrowed.Where(span => span.InstanceId == prompt && found.AnswerOf(span) == answer).ToList();
            var tokens = _shift[prompt].OrderBy(token => token.Position).ToList();
            page.Raw("<div class=\"answer\"><h4>").Raw(ModelLabel.Of(material, found)).Raw(" <span class=\"soft\">")
                .Text(string.Join(" · ", Facts(answer, borrowed.Count))).Raw("</span></h4><div class=\"text tokens\" dir=\"auto\">");
            new AnnotatedText(answer.Text, borrowed.Select(span => (span.Start, span.Start + span.Length)).ToList(), tokens).WriteFromStart(page, MostCharacters);
            if (tokens is [.., { TokenText: "", ShiftClass: not "unshifted" } end] && answer.FinishReason == "stop")
            {
                page.Element("span", "∎", $"class=\"{(end.ShiftClass == "shifted" ? "shifted" : "marginal")}\" title=\"end of answer: {HtmlWriter.Escaped(AnnotatedText.Figures(end))}\"");
            }

            page.Raw("</div></div>\n");
        }

        private IEnumerable<string> Facts(GenerationRow answer, int borrowed)
        {
            if (_scores.GetValueOrDefault(answer.InstanceId) is { } score)
            {
                yield return Figure.Count(score.Words, "word");
                if (score.RougeL is { } rouge)
                {
                    yield return $"ROUGE-L {Figure.Number(rouge)}";
                }
            }

            if (answer.FinishReason == "length")
            {
                yield return "cut at the length limit";
            }

            if (borrowed > 0)
            {
                yield return $"{Figure.Count(borrowed)} borrowed";
            }
        }
    }
}
