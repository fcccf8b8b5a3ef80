using Pipeline.Modeling.Models;
using Pipeline.Stages.Attribution.Borrowings;

namespace Pipeline.Stages.Report.Sections;

/// <summary>What the figures cannot mean.</summary>
internal static class LimitsSection
{
    public static void Write(HtmlWriter page, ReportMaterial material)
    {
        page.Section("limits", "What these figures cannot mean").Raw("<ul>\n");
        foreach (var (lead, detail) in Limits(material))
        {
            page.Raw("<li>").Element("strong", lead).Text(" " + detail).Raw("</li>\n");
        }

        page.Raw("</ul>\n").EndSection();
    }

    /// <summary>What was tuned, how much of it, and how often: read off the run's inputs.</summary>
    private static IEnumerable<(string Lead, string Detail)> Scope(ReportMaterial material)
    {
        if (material.BaseParameters is { } parameters)
        {
            yield return (
                $"One base, of {Figure.Count(parameters)} parameters.",
                "All models are tuned from it or held against it. What a method, a learning rate or a number of rows does to a larger "
                    + "base, or to another of this size, is not measured here."
            );
        }

        foreach (
            var adapter in material
                .Findings.Where(found => found.Adapter is not null)
                .GroupBy(found => Describe(found.Adapter!, material.BaseLayers), StringComparer.Ordinal)
        )
        {
            yield return (
                $"LoRA adapts {adapter.Key}.",
                $"That is what LFT is in {Figure.Count(adapter.Count(), "model")} here: on other layers or with another rank it fits its "
                    + "rows otherwise, and may shift and borrow otherwise."
            );
        }

        var seeds = material
            .Groups.Where(group => group.First.Training.Count > 0)
            .Select(group => group.Models.Count)
            .Distinct()
            .Order()
            .ToList();
        if (seeds.Count > 0)
        {
            yield return (
                $"{Seeds(seeds)} of training.",
                "A seed decides on the order of the rows and the initial adapters. Another may give other figures; the rows, the prompts "
                    + "and the base are the same for all."
            );
        }
    }

    private static string Describe(LoraShape shape, IReadOnlyList<LinearLayerShape> layers)
    {
        var targets = shape.Targets.Order(StringComparer.Ordinal).Select(target => Shortened.Shorten(target)).ToList();
        var adapted =
            layers.Count > 0 && layers.All(layer => shape.Adapts(layer.Path)) ? "every linear layer"
            : targets.Count == 1 ? $"{targets[0]} alone"
            : $"{string.Join(", ", targets.SkipLast(1))} and {targets[^1]} alone";
        return $"{adapted}, with rank {Figure.Count(shape.Rank)}{(shape.RankPattern.Count > 0 ? " and others by layer" : "")}";
    }

    private static string Seeds(List<int> counts) =>
        counts is [1] ? "One seed"
        : counts is [var same] ? Figure.Count(same, "seed")
        : $"{Figure.Count(counts[0])} to {Figure.Count(counts[^1], "seed")} a model";

    private static IEnumerable<(string Lead, string Detail)> Limits(ReportMaterial material)
    {
        foreach (var limit in Scope(material))
        {
            yield return limit;
        }

        if (material.Findings.Any(found => found.Model.IsCompared))
        {
            yield return (
                "A match is not a cause.",
                "A span that stands in a training row may have been learned elsewhere or be common speech. Evidence "
                    + "that a control rarely matches tells borrowing from chance; only retraining without the row speaks about cause."
            );
            if (material.Findings.Any(found => found.Model.ComparedBy is ControlKind.Base or ControlKind.Model))
            {
                yield return (
                    "A control of another style cannot tell style from borrowing.",
                    "The base, and models that were tuned otherwise, write in another style and at another length, so that false spans may "
                        + "be more surprising than theirs. 'control' can train one of the same style on other rows."
                );
            }

            yield return (
                "Only the rows at hand are searched.",
                "Every row of the dataset is, but a span whose source is not in the data at hand is missed. Of several rows that hold a "
                    + "span the one that retrieval ranks best is named, which need not be the one that taught it."
            );
            if (material.Options.Index is { } index)
            {
                yield return ApproximateIndex.Describe(index, material.Neighbours);
            }

            yield return (
                "Lengths differ.",
                "Longer answers hold more spans, so rates are per word; a longer answer can still have longer stretches to match."
            );
        }

        if (material.Findings.Any(found => found.Shift.Count > 0))
        {
            yield return (
                "Shift depends on fit.",
                "Rates and epochs move it as much as the method does: compare models at like training loss before saying that LoRA "
                    + "as such shifts less."
            );
            yield return (
                "The template is part of the shift.",
                "The base reads the same prompt as the tuned model; what tuning taught about that template is counted."
            );
        }

        yield return (
            "Intervals cover prompts only.",
            "They are 95 % bootstrap intervals over prompts, drawn in pairs where models are compared. They say nothing about "
                + "other seeds, other data or other models."
        );
        if (material.Summaries.Any(row => row.RougeL is not null))
        {
            yield return ("Overlap is not quality.", "ROUGE-L and F1 reward the reference's words. No score here checks a fact.");
        }
    }
}
