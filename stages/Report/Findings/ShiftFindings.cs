using Pipeline.Modeling.Statistics;
using Pipeline.Stages.Answers;

namespace Pipeline.Stages.Report.Findings;

/// <summary>How far LoRA and full fine-tuning moved the model, and where; models that differ in their seed alone are one.</summary>
internal static class ShiftFindings
{
    private const double LikeFit = 0.05;

    /// <summary>The findings; none where no shift was measured.</summary>
    public static IEnumerable<Finding> Find(ReportMaterial material)
    {
        foreach (var rows in material.Pooled.Where(found => found.Shift.Count > 0).GroupBy(found => found.Model.Dataset))
        {
            var pairs = (
                from lora in rows
                where lora.Model.Method == TuningMethod.Lft
                from full in rows
                where full.Model.Method == TuningMethod.Sft
                select (Lora: lora, Full: full)
            ).ToList();
            if (
                pairs.Count > 0
                && pairs.MinBy(pair => LossApart(material, pair.Lora, pair.Full)) is var (nearLora, nearFull)
                && Distance(material, nearLora, nearFull, pairs.Count) is { } distance
            )
            {
                yield return distance;
            }
        }

        if (Starts(material) is { } starts)
        {
            yield return starts;
        }
    }

    /// <summary>How far apart two models are in training loss, nats; the farthest where one of them does not say.</summary>
    private static double LossApart(ReportMaterial material, ModelFindings lora, ModelFindings full) =>
        Math.Abs(material.SummaryOf(lora).TrainingLoss - material.SummaryOf(full).TrainingLoss ?? double.MaxValue);

    /// <summary>The comparison of two models; of several pairs it is the one nearest in training loss, since rates and epochs move the
    /// model as much as the method does.</summary>
    private static Finding? Distance(ReportMaterial material, ModelFindings lora, ModelFindings full, int pairs)
    {
        var prompts = lora.PromptsSharedWith(full);
        if (ModelMeasures.Kl(full, prompts) is not { } further || ModelMeasures.Kl(lora, prompts) is not { } nearer)
        {
            return null;
        }

        var difference = further.Subtract(nearer);
        var verdict =
            !difference.Excludes(0) ? "LoRA and full fine-tuning do not clearly differ in how far they moved the model"
            : difference.Value > 0 ? "Full fine-tuning moved the model further than LoRA"
            : "LoRA moved the model further than full fine-tuning";
        var chosen = pairs == 1 ? "" : $"Of {Figure.Count(pairs)} pairs of an LFT and an SFT model, the one nearest in training loss: ";
        return new Finding(
            $"{verdict} on {lora.Model.Dataset}.",
            $"{chosen}KL(tuned‖base) "
                + $"is {Figure.Rounded(further.Value, further.Interval)} nats a token for {Called(full)} and "
                + $"{Figure.Rounded(nearer.Value, nearer.Interval)} for {Called(lora)}: {Ratio(further, nearer, lora)}. "
                + Fit(material.SummaryOf(full), material.SummaryOf(lora))
        );
    }

    /// <summary>A model's name, and how many seeds it stands for.</summary>
    private static string Called(ModelFindings found) =>
        found.Seeds == 1 ? found.Model.Name : $"{found.Model.Name} ({Figure.Count(found.Seeds)} seeds together)";

    /// <summary>How many times as far; a ratio to what cannot be told from nothing would say how small that is, and no more.</summary>
    private static string Ratio(Estimate further, Estimate nearer, ModelFindings lora) =>
        IsTold(nearer) && further.Divide(nearer) is { } ratio
            ? $"{Figure.Rounded(ratio.Value, ratio.Interval)} times as much"
            : $"{lora.Model.Name} cannot be told from the base, so that a ratio would mean nothing";

    /// <summary>Whether a model can be told from the base.</summary>
    private static bool IsTold(Estimate kl) => (kl.Interval?.Low ?? kl.Value) > ModelMeasures.NegligibleKl;

    /// <summary>The ratio means little unless both models fitted their rows alike.</summary>
    private static string Fit(ModelSummaryRow full, ModelSummaryRow lora)
    {
        if (full.TrainingLoss is not { } left || lora.TrainingLoss is not { } right)
        {
            return "How closely they fitted their rows was not measured, so how much of the difference is fit is not known.";
        }

        var losses = $"training loss: {Figure.Number(left)} against {Figure.Number(right)}";
        return Math.Abs(left - right) <= LikeFit * Math.Max(left, right)
            ? $"Both fitted their rows alike ({losses})."
            : $"They did not fit their rows alike ({losses}), so a part of the difference is fit, not method.";
    }

    private static Finding? Starts(ReportMaterial material)
    {
        var rows = material
            .Pooled.Where(found => found.Shift.Count > 0)
            .Select(material.SummaryOf)
            .Where(row => row is { SentenceStartKl: not null, SentenceRestKl: > 0 })
            .ToList();
        var larger = rows.Count(row => row.SentenceStartKl > row.SentenceRestKl);
        return rows.Count == 0
            ? null
            : new Finding(
                larger == rows.Count ? "The shift is largest where sentences begin."
                    : larger == 0 ? "The shift is not larger where sentences begin."
                    : $"The shift is larger where sentences begin in {Figure.Count(larger)} of {Figure.Count(rows.Count, "model")}.",
                "Mean KL(tuned‖base) of the first 5\u00a0% of a sentence's tokens against the others, nats: "
                    + ModelList.Write(
                        rows,
                        row => $"{row.Model} {Figure.Number(row.SentenceStartKl)} against {Figure.Number(row.SentenceRestKl)}",
                        row => row.SentenceStartKl!.Value - row.SentenceRestKl!.Value
                    )
                    + "."
            );
    }
}
