using Pipeline.Modeling.Statistics;
using Pipeline.Stages.Attribution.Attribute;

namespace Pipeline.Stages.Attribution.Borrowings;

/// <summary>Rates beside a control's, over the prompts that both answered: over all words, and over as many of each answer.</summary>
/// <param name="options">Whose rates, and how many words.</param>
/// <param name="model">The model's answers and spans; of halves each half's, with the rows that it was trained on.</param>
/// <param name="control">The control's.</param>
internal sealed class BorrowingRates(BorrowingsOptions options, AnswerSide model, AnswerSide control)
{
    private const double PerThousand = 1000;

    /// <summary>The rows; none where no prompt was answered by both.</summary>
    /// <param name="weakest">The score of the weakest span of level 2; infinite where there is none.</param>
    public IEnumerable<BorrowingRateRow> Measure(double weakest)
    {
        var answered = control.Prompts.ToHashSet(StringComparer.Ordinal);
        var prompts = model.Prompts.Where(answered.Contains).ToList();
        var bootstrap = new Bootstrap(prompts.Count);
        int?[] lengths = [options.EqualWords ?? Math.Max(1, Math.Min(model.MedianWords, control.MedianWords)), null];
        foreach (var firstWords in lengths)
        {
            foreach (var quantity in Enum.GetValues<BorrowingQuantity>())
            {
                if (Measure(quantity, firstWords, prompts, bootstrap, weakest) is { } row)
                {
                    yield return row;
                }
            }
        }
    }

    private BorrowingRateRow? Measure(
        BorrowingQuantity quantity,
        int? firstWords,
        List<string> prompts,
        Bootstrap bootstrap,
        double weakest
    )
    {
        var (words, controlWords) = (model.CountWords(prompts, firstWords), control.CountWords(prompts, firstWords));
        var own = Ratio(model.SumSpans(prompts, firstWords, Value), words);
        var other = Ratio(control.SumSpans(prompts, firstWords, Value), controlWords);
        if (own is null || other is null)
        {
            return null;
        }

        var excess = own.Subtract(other);
        return new BorrowingRateRow
        {
            Model = options.Model,
            Control = options.ControlName,
            HoldsStyle = options.Control is ControlKind.Twin or ControlKind.SplitHalf,
            Quantity = quantity,
            FirstWords = firstWords,
            Prompts = prompts.Count,
            Words = (long)words.Sum(),
            ControlWords = (long)controlWords.Sum(),
            Value = own.Value,
            Low = own.Interval?.Low,
            High = own.Interval?.High,
            ControlValue = other.Value,
            Excess = excess.Value,
            ExcessLow = excess.Interval?.Low,
            ExcessHigh = excess.Interval?.High,
        };

        double Value(BorrowedSpanRow span) =>
            quantity switch
            {
                BorrowingQuantity.Spans => 1,
                BorrowingQuantity.Evidence => span.Evidence ?? 0,
                _ => span.Evidence >= weakest ? 1 : 0,
            };

        Estimate? Ratio(double[] numerators, double[] denominators) =>
            ClusteredRatio.Measure(
                numerators,
                denominators,
                quantity == BorrowingQuantity.Evidence ? Quantity.Mean : Quantity.Rate,
                bootstrap,
                PerThousand
            );
    }
}
