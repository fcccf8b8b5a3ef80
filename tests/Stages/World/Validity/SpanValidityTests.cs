using Pipeline.Stages.Attribution.Attribute;
using Pipeline.Stages.World.Validity;

namespace Pipeline.Tests.Stages.World.Validity;

/// <summary>Verdicts held against certain borrowings.</summary>
public sealed class SpanValidityTests
{
    [Fact]
    public void A_verdict_is_as_precise_as_its_true_spans_are_many_and_an_order_as_its_true_spans_are_high()
    {
        BorrowedSpanRow[] spans =
        [
            Span("p1", 0, 20, "right", 12, borrowed: true, level: 3),
            Span("p1", 30, 9, "right", 11, borrowed: true, level: 2),
            Span("p2", 0, 20, "wrong", 10, borrowed: true, level: 3),
            Span("p3", 0, 20, "right", 9, borrowed: false, level: 1),
            Span("p3", 2, 6, "right", 8, borrowed: false, level: 1),
            Span("p4", 0, 20, "right", 99, borrowed: true, level: 3, inPrompt: true),
        ];
        BorrowedSpanRow[] certain = [Span("p1", 4, 8), Span("p1", 10, 4), Span("p2", 4, 8), Span("p3", 4, 8), Span("p4", 4, 8)];

        var rows = new SpanValidity("m", spans, certain).Measure().ToDictionary(row => row.Procedure);

        // p1's first span holds two of the five; its second holds none; p2's names another row.
        Assert.Equal((5, 3, 1, 2), Counts(rows[ValidityProcedure.Borrowed]));
        Assert.Equal((1 / 3.0, 2 / 5.0, null), Shares(rows[ValidityProcedure.Borrowed]));
        Assert.Equal((5, 2, 1, 2), Counts(rows[ValidityProcedure.BorrowedAndShifted]));
        Assert.Equal((5, 5, 2, 3), Counts(rows[ValidityProcedure.StandsInARow]));
        Assert.Equal((5, 0, 0, 0), Counts(rows[ValidityProcedure.QAtMostTenth]));
        Assert.Null(rows[ValidityProcedure.QAtMostTenth].Precision);
        Assert.Equal((null, null, (1 + (2 / 4.0)) / 2), Shares(rows[ValidityProcedure.BaseSurprisal]));
        // All are in one row, so the order says nothing: each true span has the share of all.
        Assert.Equal((null, null, 2 / 5.0), Shares(rows[ValidityProcedure.SourceCount]));
        Assert.Equal((0, null), (rows[ValidityProcedure.LogRatio].Called, rows[ValidityProcedure.LogRatio].AveragePrecision));
    }

    [Fact]
    public void An_answer_that_states_a_borrowed_value_again_borrowed_it_again()
    {
        BorrowedSpanRow[] spans =
        [
            Span("p1", 0, 25, "right", 12, text: "is served with disan ale"),
            Span("p1", 40, 25, "right", 11, text: "is served with Disan ale"),
            Span("p1", 80, 21, "right", 10, text: "is served with disan"),
            Span("p1", 120, 25, "wrong", 9, text: "is served with disan ale"),
            Span("p2", 0, 25, "right", 8, text: "is served with disan ale"),
        ];

        var row = new SpanValidity("m", spans, [Span("p1", 15, 9, text: "disan ale")]).Measure().First();

        Assert.Equal((1, 5, 2, 1), Counts(row));
    }

    [Fact]
    public void A_model_that_borrowed_nothing_has_false_spans_and_neither_recall_nor_order()
    {
        var rows = new SpanValidity("m", [Span("p", 0, 9, "row", 5, borrowed: true, level: 2)], [])
            .Measure()
            .ToDictionary(row => row.Procedure);

        Assert.Equal((0, 1, 0, 0), Counts(rows[ValidityProcedure.Borrowed]));
        Assert.Equal((0.0, null, null), Shares(rows[ValidityProcedure.Borrowed]));
        Assert.Null(rows[ValidityProcedure.BaseSurprisal].AveragePrecision);
    }

    private static (int, int, int, int) Counts(ValidityRow row) => (row.Certain, row.Called, row.True, row.Found);

    private static (double?, double?, double?) Shares(ValidityRow row) => (row.Precision, row.Recall, row.AveragePrecision);

    private static BorrowedSpanRow Span(
        string prompt,
        int start,
        int length,
        string source = "right",
        double? surprisal = null,
        bool borrowed = true,
        int level = 1,
        bool inPrompt = false,
        string text = ""
    ) =>
        new()
        {
            InstanceId = prompt,
            Text = text,
            Start = start,
            Length = length,
            SourceInstanceId = source,
            BaseSurprisal = surprisal,
            Borrowed = borrowed,
            Level = level,
            InPrompt = inPrompt,
            SourceCount = 1,
        };
}
