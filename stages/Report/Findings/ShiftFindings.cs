using Pipeline.Stages.Report.Statistics;

namespace Pipeline.Stages.Report.Findings;

/// <summary>How far LoRA and full fine-tuning moved the model, and where.</summary>
internal static class ShiftFindings
{
    private const double LikeFit = 0.05;

    public static IEnumerable<Finding> Of(ReportMaterial material)
    {
        foreach (var rows in material.Findings.Where(found => found.Shift.Count > 0).GroupBy(found => found.Model.Dataset))
        {
            if (rows.FirstOrDefault(found => found.Model.Method == "LFT") is { } lora && rows.FirstOrDefault(found => found.Model.Method == "SFT") is { } full)
            {
                if (Distance(material, lora, full) is { } distance)
                {
                    yield return distance;
                }
            }
        }

        if (Starts(material) is { } starts)
        {
            yield return starts;
        }
    }

    private static Finding? Distance(ReportMaterial material, ModelFindings lora, ModelFindings full)
    {
        var prompts = lora.PromptsSharedWith(full);
        var ratio = ModelMeasures.Kl(full, prompts).Over(ModelMeasures.Kl(lora, prompts));
        if (ratio.Value is null)
        {
            return null;
        }

        var (left, right) = (material.SummaryOf(full), material.SummaryOf(lora));
        var verdict = ratio.Excludes(1)
            ? ratio.Value > 1 ? "Full fine-tuning moved the model further than LoRA" : "LoRA moved the model further than full fine-tuning"
            : "LoRA and full fine-tuning do not clearly differ in how far they moved the model";
        return new Finding(
            $"{verdict} on {lora.Model.Dataset}.",
            $"KL(tuned‖base) is {Figure.WithInterval(left.MeanKl, left.MeanKlInterval)} nats a token for {full.Model.Name} and "
            + $"{Figure.WithInterval(right.MeanKl, right.MeanKlInterval)} for {lora.Model.Name}: {Figure.WithInterval(ratio.Value, ratio.Interval)} times as much. {Fit(left, right)}");
    }

    /// <summary>The ratio means little unless both models fitted their rows alike.</summary>
    private static string Fit(ModelSummaryRow full, ModelSummaryRow lora)
    {
        if (full.LastEpochLoss is not { } left || lora.LastEpochLoss is not { } right)
        {
            return "";
        }

        var losses = $"training loss in the last epoch: {Figure.Number(left)} against {Figure.Number(right)}";
        return Math.Abs(left - right) <= LikeFit * Math.Max(left, right)
            ? $"Both fitted their rows alike ({losses})."
            : $"They did not fit their rows alike ({losses}), so a part of the difference is fit, not method.";
    }

    private static Finding? Starts(ReportMaterial material)
    {
        var rows = material.Summaries.Where(row => row is { SentenceStartKl: not null, SentenceRestKl: > 0 }).ToList();
        return rows.Count == 0 ? null : new Finding(
            rows.All(row => row.SentenceStartKl > row.SentenceRestKl) ? "The shift is largest where sentences begin." : "The shift is not always largest where sentences begin.",
            "First tokens of sentences against the rest, nats: "
            + string.Join(", ", rows.Select(row => $"{row.Model} {Figure.Number(row.SentenceStartKl)} against {Figure.Number(row.SentenceRestKl)}")) + ".");
    }
}
