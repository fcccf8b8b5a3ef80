using Pipeline.Stages.Answers.Shift;

namespace Pipeline.Stages.Report;

/// <summary>Reduces what was found about a model to figures.</summary>
internal static class Summary
{
    /// <summary>The row of a model; <paramref name="control"/> is the model whose spans it is compared with, if there is one.</summary>
    public static ModelSummaryRow Summarise(ModelFindings found, ModelFindings? control)
    {
        var row = new ModelSummaryRow
        {
            Model = found.Model.Name,
            Method = found.Model.Method,
            Dataset = found.Model.Dataset,
            Answers = found.Answers.Count,
        };
        AddScores(row, found);
        AddShift(row, found);
        AddBorrowing(row, found, control);
        if (found.Training.Count > 0)
        {
            var lastEpoch = Math.Ceiling(found.Training[^1].Epoch - 1e-9) - 1;
            row.LastEpochLoss = found.Training.Where(step => step.Epoch > lastEpoch + 1e-9).Average(step => step.Loss);
        }

        return row;
    }

    private static void AddScores(ModelSummaryRow row, ModelFindings found)
    {
        var words = ModelMeasures.MeanWords(found, found.Prompts);
        (row.MeanWords, row.MeanWordsLow, row.MeanWordsHigh) = (words?.Value ?? 0, words?.Interval?.Low, words?.Interval?.High);
        var rouge = ModelMeasures.MeanScore(found, found.Prompts, judgement => judgement.RougeL);
        (row.RougeL, row.RougeLLow, row.RougeLHigh) = (rouge?.Value, rouge?.Interval?.Low, rouge?.Interval?.High);
        row.TokenF1 = ModelMeasures.MeanScore(found, found.Prompts, judgement => judgement.TokenF1)?.Value;
        row.Repetition = ModelMeasures.MeanScore(found, found.Prompts, judgement => judgement.Repetition)?.Value;
    }

    private static void AddShift(ModelSummaryRow row, ModelFindings found)
    {
        if (found.Shift.Count == 0)
        {
            return;
        }

        var kl = ModelMeasures.Kl(found, found.Prompts);
        (row.MeanKl, row.MeanKlLow, row.MeanKlHigh) = (kl?.Value, kl?.Interval?.Low, kl?.Interval?.High);
        row.SentenceStartKl = ModelMeasures.SentenceKl(found, found.Prompts, start: true)?.Value;
        row.SentenceRestKl = ModelMeasures.SentenceKl(found, found.Prompts, start: false)?.Value;
        row.Unshifted = ModelMeasures.ClassShare(found, found.Prompts, ShiftClass.Unshifted)?.Value;
        row.Marginal = ModelMeasures.ClassShare(found, found.Prompts, ShiftClass.Marginal)?.Value;
        row.Shifted = ModelMeasures.ClassShare(found, found.Prompts, ShiftClass.Shifted)?.Value;
    }

    private static void AddBorrowing(ModelSummaryRow row, ModelFindings found, ModelFindings? control)
    {
        if (!found.Model.IsCompared)
        {
            return;
        }

        var rate = ModelMeasures.Borrowed(found, found.Prompts);
        row.BorrowedSpans = found.Borrowed.Count;
        row.BorrowedPerThousand = rate?.Value;
        (row.BorrowedLow, row.BorrowedHigh) = (rate?.Interval?.Low, rate?.Interval?.High);
        if (control is null || found.ControlSpans is null)
        {
            return;
        }

        var shared = found.PromptsSharedWith(control);
        var controlRate = ModelMeasures.ControlBorrowed(found, control, shared);
        var excess = controlRate is null ? null : ModelMeasures.Borrowed(found, shared)?.Subtract(controlRate);
        (row.ComparedPrompts, row.ControlPerThousand) = (shared.Count, controlRate?.Value);
        (row.Excess, row.ExcessLow, row.ExcessHigh) = (excess?.Value, excess?.Interval?.Low, excess?.Interval?.High);
    }
}
