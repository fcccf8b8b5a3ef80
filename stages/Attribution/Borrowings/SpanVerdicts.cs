using Pipeline.Modeling.Statistics;
using Pipeline.Stages.Attribution.Attribute;

namespace Pipeline.Stages.Attribution.Borrowings;

/// <summary>Gives spans their q-values against a control's, and the level that they reach without retraining.</summary>
internal static class SpanVerdicts
{
    /// <summary>The greatest q-value of a span of level 2.</summary>
    public const double Level2 = 0.05;

    /// <summary>Judges a model's spans in place.</summary>
    /// <param name="model">The model's answers and spans.</param>
    /// <param name="control">Those of its control; null where there is none, and no span goes beyond level 1.</param>
    /// <param name="rowsSearched">The share of the rows that each answer of the control was searched in.</param>
    public static void Judge(AnswerSide model, AnswerSide? control, double rowsSearched = 1)
    {
        var targets = model.Spans.Where(Competes).ToList();
        if (control is { TotalWords: > 0 } && targets.Count > 0)
        {
            var values = TargetDecoy.EstimateQValues(
                targets.ConvertAll(span => span.Evidence!.Value),
                [.. control.Spans.Where(Competes).Select(span => span.Evidence!.Value)],
                model.TotalWords / (control.TotalWords * rowsSearched)
            );
            for (var i = 0; i < values.Length; i++)
            {
                targets[i].QValue = values[i];
            }
        }

        foreach (var span in model.Spans)
        {
            span.Level =
                span.QValue is not <= Level2 ? 1
                : span.ShiftedTokens + span.MarginalTokens > 0 ? 3
                : 2;
            span.Borrowed = span.Level >= 2 && span.ContaminatedBy.Length == 0;
        }
    }

    /// <summary>The score of the weakest span of level 2 and above; infinite where there is none.</summary>
    public static double FindWeakest(IEnumerable<BorrowedSpanRow> spans) =>
        spans.Where(span => span.Level >= 2).Select(span => span.Evidence!.Value).DefaultIfEmpty(double.PositiveInfinity).Min();

    /// <summary>Whether a span competes at all: what the prompt says needs no other source.</summary>
    private static bool Competes(BorrowedSpanRow span) => !span.InPrompt && span.Evidence is not null;
}
