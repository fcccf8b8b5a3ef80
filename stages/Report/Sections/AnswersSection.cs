using Pipeline.Stages.Answers.Generate;
using Pipeline.Stages.Answers.Judge;
using Pipeline.Stages.Answers.Shift;
using Pipeline.Stages.Attribution.Attribute;

namespace Pipeline.Stages.Report.Sections;

/// <summary>The answers of all models prompt by prompt, tokens coloured by how far they shifted, borrowed spans marked.</summary>
internal static class AnswersSection
{
    private const int MostCharacters = 3000;
    private const int MostSamples = 4;

    public static void Write(HtmlWriter page, ReportMaterial material)
    {
        var prompts = material.Prompts;
        var shown = prompts.Take(material.Options.MaxAnswers).ToList();
        page.Section("answers", "Answers side by side")
            .Raw("<p>")
            .Text(
                $"{(shown.Count < prompts.Count ? $"The first {shown.Count} of {Figure.Count(prompts.Count, "prompt")}" : Figure.Count(prompts.Count, "prompt"))}. "
                    + ""
            )
            .Raw(
                material.Findings.Any(found => found.Shift.Count > 0)
                    ? "Tokens: <span class=\"tokens\"><i class=\"m\">marginal</i> <i class=\"s\">shifted</i></span>; point at one "
                        + "for the base's rank of it, its probability before and after, and KL. "
                    : ""
            )
            .Raw("<mark>Marked</mark>: borrowed spans.")
            .Text(material.HasSeeds ? " Of the models that differ in their seed alone the first is shown." : "")
            .Raw("</p>\n");
        var models = material.Shown.Select(found => new ModelAnswers(material, found)).ToList();
        foreach (var (index, prompt) in shown.Index())
        {
            Prompt(page, models, prompt, index == 0);
        }

        page.EndSection();
    }

    private static void Prompt(HtmlWriter page, List<ModelAnswers> models, string prompt, bool open)
    {
        var asked = models.SelectMany(model => model.Find(prompt)).First();
        page.Raw(open ? "<details open=\"\">" : "<details>")
            .Raw("<summary><h3 dir=\"auto\">")
            .Text(Shortened.Shorten(asked.Prompt))
            .Raw("</h3></summary><div class=\"answers\">\n");
        if (Shortened.Shorten(asked.Prompt) != asked.Prompt)
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

    /// <summary>What a model said to each prompt; of many samples the first few.</summary>
    private sealed class ModelAnswers(ReportMaterial material, ModelFindings found)
    {
        private readonly ILookup<string, GenerationRow> _answers = found.Answers.ToLookup(
            answer => answer.InstanceId,
            StringComparer.Ordinal
        );
        private readonly ILookup<(string, int), TokenShiftRow> _shift = found.Shift.ToLookup(token => (token.InstanceId, token.Sample));
        private readonly ILookup<(string, int), BorrowedSpanRow> _borrowed = found.Borrowed.ToLookup(span =>
            (span.InstanceId, span.Sample)
        );
        private readonly Dictionary<(string, int), JudgementRow> _scores = found.Judgements.ToDictionary(score =>
            (score.InstanceId, score.Sample)
        );

        public IEnumerable<GenerationRow> Find(string prompt) => _answers[prompt];

        public void Write(HtmlWriter page, string prompt)
        {
            var samples = Find(prompt).OrderBy(answer => answer.Sample).ToList();
            foreach (var answer in samples.Take(MostSamples))
            {
                Write(page, answer, samples.Count);
            }
        }

        private void Write(HtmlWriter page, GenerationRow answer, int samples)
        {
            var borrowed = _borrowed[(answer.InstanceId, answer.Sample)].ToList();
            var tokens = _shift[(answer.InstanceId, answer.Sample)].OrderBy(token => token.Position).ToList();
            page.Raw("<div class=\"answer\"><h4>")
                .Raw(ModelLabel.Write(material, found))
                .Raw(" <span class=\"soft\">")
                .Text(string.Join(" · ", Facts(answer, samples, borrowed.Count)))
                .Raw("</span></h4><div class=\"text tokens\" dir=\"auto\">");
            new AnnotatedText(answer.Text, borrowed.Select(span => (span.Start, span.Start + span.Length)).ToList(), tokens).WriteFromStart(
                page,
                MostCharacters
            );
            if (tokens is [.., { TokenText: "", ShiftClass: not ShiftClass.Unshifted } end] && answer.FinishReason == FinishReason.Stop)
            {
                page.Element(
                    "i",
                    "∎",
                    $"class=\"{AnnotatedText.ClassOf(end)}\" title=\"end of answer: {HtmlWriter.Escaped(AnnotatedText.Figures(end))}\""
                );
            }

            page.Raw("</div></div>\n");
        }

        private IEnumerable<string> Facts(GenerationRow answer, int samples, int borrowed)
        {
            if (samples > 1)
            {
                yield return $"sample {Figure.Count(answer.Sample + 1)} of {Figure.Count(samples)}";
            }

            if (_scores.GetValueOrDefault((answer.InstanceId, answer.Sample)) is { } score)
            {
                yield return Figure.Count(score.Words, "word");
                if (score.RougeL is { } rouge)
                {
                    yield return $"ROUGE-L {Figure.Number(rouge)}";
                }
            }

            if (answer.FinishReason == FinishReason.Length)
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
