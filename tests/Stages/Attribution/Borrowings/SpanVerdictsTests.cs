using Pipeline.Stages.Answers.Generate;
using Pipeline.Stages.Attribution.Attribute;
using Pipeline.Stages.Attribution.Borrowings;

namespace Pipeline.Tests.Stages.Attribution.Borrowings;

/// <summary>Levels of spans, and rates beside a control's.</summary>
public sealed class SpanVerdictsTests
{
    [Fact]
    public void Strong_spans_that_no_control_matches_are_borrowings_and_weak_ones_stand_in_a_row()
    {
        var strong = Enumerable.Range(0, 30).Select(i => Span("m", $"p{i}", 0, 9, 20 + i, shifted: i % 2)).ToList();
        var weak = Enumerable.Range(0, 30).Select(i => Span("m", $"p{i}", 10, 9, 2, shifted: 1)).ToList();
        var control = Enumerable.Range(0, 30).Select(i => Span("c", $"p{i}", 0, 9, 2.5, shifted: 1)).ToList();
        var model = Side("m", 30, [.. strong, .. weak]);

        SpanVerdicts.Judge(model, Side("c", 30, control));

        Assert.All(
            strong,
            span => Assert.Equal((1 / 30.0, span.ShiftedTokens > 0 ? 3 : 2, true), (span.QValue!.Value, span.Level, span.Borrowed))
        );
        Assert.All(weak, span => Assert.Equal((31 / 60.0, 1, false), (span.QValue!.Value, span.Level, span.Borrowed)));
        Assert.Equal(20, SpanVerdicts.FindWeakest(model.Spans));
    }

    [Fact]
    public void What_the_prompt_says_or_nothing_scores_does_not_compete_and_contamination_is_no_borrowing()
    {
        var spans = Enumerable.Range(0, 25).Select(i => Span("m", $"p{i}", 0, 9, 30, shifted: 1)).ToList();
        (spans[0].InPrompt, spans[1].BaseSurprisal, spans[2].ContaminatedBy) = (true, null, "row");
        spans[1].ShiftedTokens = spans[1].MarginalTokens = null;
        (spans[3].BaseSurprisal, spans[3].CorpusSurprisal) = (null, 31);
        spans[3].ShiftedTokens = spans[3].MarginalTokens = null;

        SpanVerdicts.Judge(Side("m", 25, spans), Side("c", 25, []));

        Assert.Equal((null, 1, false), (spans[0].QValue, spans[0].Level, spans[0].Borrowed));
        Assert.Equal((null, 1, false), (spans[1].QValue, spans[1].Level, spans[1].Borrowed));
        Assert.Equal((3, false), (spans[2].Level, spans[2].Borrowed));
        Assert.Equal((1 / 23.0, 2, true), (spans[3].QValue!.Value, spans[3].Level, spans[3].Borrowed));
    }

    [Fact]
    public void Without_a_control_nothing_goes_beyond_standing_in_a_row()
    {
        var spans = Enumerable.Range(0, 25).Select(i => Span("m", $"p{i}", 0, 9, 99, shifted: 1)).ToList();

        SpanVerdicts.Judge(Side("m", 25, spans), null);

        Assert.All(spans, span => Assert.Equal((null, 1, false), (span.QValue, span.Level, span.Borrowed)));
        Assert.Equal(double.PositiveInfinity, SpanVerdicts.FindWeakest(spans));
    }

    [Fact]
    public void A_control_that_was_searched_in_half_of_the_rows_counts_twice()
    {
        var (whole, half) = (Spans(), Spans());
        var control = Enumerable.Range(0, 2).Select(i => Span("c", $"p{i}", 0, 9, 50, shifted: 1)).ToList();

        SpanVerdicts.Judge(Side("m", 50, whole), Side("c", 50, control));
        SpanVerdicts.Judge(Side("m", 50, half), Side("c", 50, control), rowsSearched: 0.5);

        Assert.Equal(3 / 50.0, whole[0].QValue!.Value, 1e-12);
        Assert.Equal(6 / 50.0, half[0].QValue!.Value, 1e-12);

        static List<BorrowedSpanRow> Spans() => [.. Enumerable.Range(0, 50).Select(i => Span("m", $"p{i}", 0, 9, 40, shifted: 1))];
    }

    [Fact]
    public void Rates_count_the_prompts_that_both_answered_at_equal_length_and_in_full()
    {
        // Answers have ten words of four letters and a space; the control's are cut to five words.
        var model = Side(
            "m",
            4,
            [
                .. Enumerable
                    .Range(0, 4)
                    .SelectMany(i => (BorrowedSpanRow[])[Span("m", $"p{i}", 0, 9, 3, 1), Span("m", $"p{i}", 30, 9, 5, 1)]),
            ]
        );
        var control = new AnswerSide(
            [.. Enumerable.Range(1, 4).Select(i => Answer("c", $"p{i}", 5))],
            [Span("c", "p1", 0, 9, 4, 1), Span("c", "p4", 0, 9, 4, 1)]
        );

        var rows = new BorrowingRates(
            new BorrowingsOptions
            {
                Model = "m",
                ControlName = "c",
                Control = ControlKind.Model,
            },
            model,
            control
        ).Measure(weakest: 4).ToList();

        Assert.All(rows, row => Assert.Equal((3, false), (row.Prompts, row.HoldsStyle)));
        Assert.Equal([5, 5, 5, null, null, null], rows.Select(row => row.FirstWords));
        // At five words: three spans in 15 words against one in 15; in full six in 30.
        Assert.Equal((200, 1000 / 15.0, 15L, 15L), Round(rows[0]));
        Assert.Equal((600, 4000 / 15.0, 15L, 15L), Round(rows[1]));
        Assert.Equal((0, 1000 / 15.0, 15L, 15L), Round(rows[2]));
        Assert.Equal((200, 1000 / 15.0, 30L, 15L), Round(rows[3]));
        Assert.Equal((100, 1000 / 15.0, 30L, 15L), Round(rows[5]));
        Assert.All(rows, row => Assert.Equal(row.Value - row.ControlValue, row.Excess, 1e-9));

        static (double, double, long, long) Round(BorrowingRateRow row) =>
            (Math.Round(row.Value, 9), row.ControlValue, row.Words, row.ControlWords);
    }

    internal static AnswerSide Side(string model, int prompts, IReadOnlyList<BorrowedSpanRow> spans) =>
        new([.. Enumerable.Range(0, prompts).Select(i => Answer(model, $"p{i}", 10))], spans);

    private static GenerationRow Answer(string model, string prompt, int words) =>
        new()
        {
            Model = model,
            InstanceId = prompt,
            Text = string.Join(' ', Enumerable.Repeat("word", words)),
        };

    private static BorrowedSpanRow Span(string model, string prompt, int start, int length, double surprisal, int shifted) =>
        new()
        {
            Model = model,
            InstanceId = prompt,
            Start = start,
            Length = length,
            Text = "word word",
            BaseSurprisal = surprisal,
            ShiftedTokens = shifted,
            MarginalTokens = 0,
        };
}
