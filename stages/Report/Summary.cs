using Pipeline.Stages.Answers.Shift;
using Pipeline.Stages.Attribution.Borrowings;
using Pipeline.Stages.Tuning.FineTune;

namespace Pipeline.Stages.Report;

/// <summary>Reduces what was found about a model to figures.</summary>
internal static class Summary
{
    /// <summary>The row of a model.</summary>
    public static ModelSummaryRow Summarise(ModelFindings found)
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
        AddBorrowing(row, found);
        row.TrainingLoss = Mean(found.Final, checkpoint => checkpoint.TrainingLoss);
        row.HeldOutLoss = Mean(found.Final, checkpoint => checkpoint.EvaluationLoss);
        return row;
    }

    /// <summary>The mean loss of models that differ in their seed alone; null unless it was measured of each.</summary>
    private static double? Mean(IReadOnlyList<TrainingCheckpointRow> final, Func<TrainingCheckpointRow, double?> loss) =>
        final.Count > 0 && final.All(checkpoint => loss(checkpoint) is not null) ? final.Average(loss) : null;

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

    private static void AddBorrowing(ModelSummaryRow row, ModelFindings found)
    {
        if (!found.IsJudged)
        {
            return;
        }

        var rate = ModelMeasures.Borrowed(found, found.Prompts);
        row.BorrowedSpans = found.Borrowed.Count;
        row.BorrowedPerThousand = rate?.Value;
        (row.BorrowedLow, row.BorrowedHigh) = (rate?.Interval?.Low, rate?.Interval?.High);
        if (found.FindRates(BorrowingQuantity.Spans).ToList() is [var compared])
        {
            (row.ComparedPrompts, row.ComparedWords, row.ComparedBy) = (compared.Prompts, compared.FirstWords, found.Model.ComparedBy);
            (row.SharedPerThousand, row.ControlPerThousand) = (compared.Value, compared.ControlValue);
            (row.Excess, row.ExcessLow, row.ExcessHigh) = (compared.Excess, compared.ExcessLow, compared.ExcessHigh);
        }
    }
}
