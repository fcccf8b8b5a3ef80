using Pipeline.Modeling.Statistics;

namespace Pipeline.Stages.Report;

/// <summary>Reduces what was found about a model to figures.</summary>
internal static class Summary
{
    private const double PerThousand = 1000;

    /// <summary>The row of a model; <paramref name="control"/> is the model whose spans it is compared with, if there is one.</summary>
    public static ModelSummaryRow Of(ModelFindings found, ModelFindings? control)
    {
        var row = new ModelSummaryRow
        {
            Model = found.Model.Name,
            Method = found.Model.Method,
            Dataset = found.Model.Dataset,
            Answers = found.Answers.Count,
            MeanWords = found.Judgements.Count == 0 ? 0 : found.Judgements.Average(judgement => judgement.Words),
            RougeL = found.Judgements.Any(judgement => judgement.RougeL is not null) ? found.Judgements.Average(judgement => judgement.RougeL) : null,
        };
        AddShift(row, found);
        AddBorrowing(row, found, control);
        return row;
    }

    private static void AddShift(ModelSummaryRow row, ModelFindings found)
    {
        if (found.Shift.Count == 0)
        {
            return;
        }

        var answers = found.Shift.GroupBy(token => token.InstanceId).ToList();
        var sums = answers.Select(answer => answer.Sum(token => (double)token.KlTunedBase)).ToArray();
        var tokens = answers.Select(answer => (double)answer.Count()).ToArray();
        var interval = new Bootstrap(answers.Count).OfRatio(sums, tokens);
        row.MeanKl = sums.Sum() / tokens.Sum();
        row.MeanKlLow = interval?.Low;
        row.MeanKlHigh = interval?.High;
        row.Unshifted = Share(found, "unshifted");
        row.Marginal = Share(found, "marginal");
        row.Shifted = Share(found, "shifted");
    }

    private static void AddBorrowing(ModelSummaryRow row, ModelFindings found, ModelFindings? control)
    {
        if (found.Model.Control)
        {
            return;
        }

        var ids = found.Judgements.Select(judgement => judgement.InstanceId).ToList();
        var words = Align(ids, found.Judgements.Select(judgement => (judgement.InstanceId, (double)judgement.Words)));
        var spans = Align(ids, found.Spans.Where(span => span.Borrowed).Select(span => (span.InstanceId, PerThousand)));
        row.BorrowedPerThousand = Bootstrap.Ratio(spans, words);
        if (control is null || found.ControlSpans is null)
        {
            return;
        }

        var controlWords = Align(ids, control.Judgements.Select(judgement => (judgement.InstanceId, (double)judgement.Words)));
        var controlSpans = Align(ids, found.ControlSpans.Where(span => span.Borrowed).Select(span => (span.InstanceId, PerThousand)));
        double Excess(double[] drawn) => Bootstrap.Ratio(drawn, spans, words) - Bootstrap.Ratio(drawn, controlSpans, controlWords);
        var interval = new Bootstrap(ids.Count).Interval(Excess);
        row.ControlPerThousand = Bootstrap.Ratio(controlSpans, controlWords);
        row.Excess = row.BorrowedPerThousand - row.ControlPerThousand;
        row.ExcessLow = interval?.Low;
        row.ExcessHigh = interval?.High;
    }

    private static double Share(ModelFindings found, string shiftClass) =>
        (double)found.Shift.Count(token => token.ShiftClass == shiftClass) / found.Shift.Count;

    private static double[] Align(List<string> ids, IEnumerable<(string Id, double Value)> values)
    {
        var sums = values.GroupBy(value => value.Id).ToDictionary(group => group.Key, group => group.Sum(value => value.Value), StringComparer.Ordinal);
        return ids.Select(id => sums.GetValueOrDefault(id)).ToArray();
    }
}
