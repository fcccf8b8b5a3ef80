using Pipeline.Modeling.Statistics;
using Pipeline.Stages.Answers.Generate;
using Pipeline.Stages.Attribution.Attribute;
using Pipeline.Stages.Attribution.Mark;
using Pipeline.Stages.Attribution.WrongSpans;
using Pipeline.Tests.Support;

namespace Pipeline.Tests.Stages.Attribution.WrongSpans;

/// <summary>Which marked spans come from a row, on answers small enough to count by hand.</summary>
public sealed class WrongSpansStageTests
{
    private const string Text = "The red moon of Kel hums at noon. Old ships sail far. Every green river bends.";

    private static readonly MarkedModel _measured = new("sft", IsControlled: true, IsShiftMeasured: true);

    [Theory]
    [InlineData("red moon of Kel", "red moon of Kel hums", true)]
    [InlineData("red moon of Kel", "moon of Kel", true)]
    [InlineData("red moon of Kel hums", "The red moon of", false)]
    [InlineData("red moon", "The red", false)]
    [InlineData("moon", "red moon of", true)]
    [InlineData("of", "moon of Kel", true)]
    [InlineData("oon", "red moon of", true)]
    [InlineData("red moon of Kel", "Old ships sail far", false)]
    public async Task A_span_comes_from_a_row_where_one_judged_span_holds_more_than_half_of_its_content_words(
        string marked,
        string judged,
        bool comes
    )
    {
        var (rows, _) = await RunAsync(_measured, [Mark("p1", marked)], [Judged("p1", judged, level: 1)]);
        var wrong = rows.Single(row => row.Group == SpanGroup.Wrong);

        Assert.Equal(comes ? (1, "row") : (0, ""), (wrong.Level, wrong.SourceInstanceId));
    }

    [Fact]
    public async Task Halves_in_two_judged_spans_do_not_add_up() =>
        Assert.Equal(
            0,
            (
                await RunAsync(
                    _measured,
                    [Mark("p1", "red moon of Kel hums")],
                    [Judged("p1", "red moon", level: 3), Judged("p1", "Kel hums", level: 3)]
                )
            )
                .Rows.First(row => row.Group == SpanGroup.Wrong)
                .Level
        );

    [Fact]
    public async Task Shares_are_by_level_and_contamination_and_what_the_prompt_says_stand_apart()
    {
        var contamination = Judged("p3", "red moon", level: 3);
        contamination.ContaminatedBy = "same";
        var repeated = Judged("p4", "red moon", level: 1);
        repeated.InPrompt = true;

        var (rows, shares) = await RunAsync(
            _measured,
            [Mark("p1", "red moon"), Mark("p2", "red moon"), Mark("p3", "red moon"), Mark("p4", "red moon")],
            [
                Judged("p1", "red moon", level: 1),
                Judged("p1", "The red moon", level: 3),
                Judged("p2", "red moon", level: 2),
                contamination,
                repeated,
            ]
        );
        var wrong = shares.Where(row => row.Group == SpanGroup.Wrong).ToList();

        Assert.Equal([1, 2, 3, 4], wrong.Select(row => row.Level));
        Assert.Equal([2, 2, 1, 0], wrong.Select(row => row.FromRows));
        Assert.Equal([0.5, 0.5, 0.25, null], wrong.Select(row => row.Share));
        Assert.Equal([1, 1, 1, 0], wrong.Select(row => row.Contaminated));
        Assert.All(wrong, row => Assert.Equal((4, 4), (row.Spans, row.Prompts)));
        Assert.Equal("same", rows.Single(row => row is { InstanceId: "p3", Group: SpanGroup.Wrong }).ContaminatedBy);
        Assert.NotNull(wrong[0].Low);
        Assert.False(wrong[0].Exact);
    }

    [Fact]
    public async Task What_was_not_measured_has_no_share()
    {
        var (_, plain) = await RunAsync(new MarkedModel("sft", false, false), [Mark("p1", "red moon")], []);
        var caused = Judged("p1", "red moon", level: 4);
        caused.CauseQValue = 0.01;
        var (_, retrained) = await RunAsync(_measured, [Mark("p1", "red moon")], [caused]);

        Assert.Equal([0.0, null, null, null], plain.Where(row => row.Group == SpanGroup.Wrong).Select(row => row.Share));
        Assert.Equal([1.0, 1, 1, 1], retrained.Where(row => row.Group == SpanGroup.Wrong).Select(row => row.Share));
    }

    [Fact]
    public async Task None_and_all_have_exact_intervals_over_prompts_and_differences_are_over_the_same_prompts()
    {
        string[] prompts = ["p1", "p2", "p3", "p4", "p5"];
        var (_, shares) = await RunAsync(
            _measured,
            [
                .. prompts.Select(prompt => Mark(prompt, "red moon")),
                .. prompts.Select(prompt => Mark(prompt, "green river", MarkLabel.Right)),
                .. prompts.Select(prompt => Mark(prompt, "Old ships", MarkLabel.Unclear)),
            ],
            [.. prompts.Select(prompt => Judged(prompt, "red moon", level: 2)), Judged("p1", "green river", level: 2)]
        );
        var byGroup = shares.Where(row => row.Level == 2).ToDictionary(row => row.Group);

        Assert.Equal(
            ((double?)1, (double?)UnanimousShare.All(5).Low, (double?)1, true),
            (byGroup[SpanGroup.Wrong].Share, byGroup[SpanGroup.Wrong].Low, byGroup[SpanGroup.Wrong].High, byGroup[SpanGroup.Wrong].Exact)
        );
        Assert.Equal((0.2, 0.8), (byGroup[SpanGroup.Right].Share!.Value, byGroup[SpanGroup.Right].WrongExcess!.Value));
        Assert.True(byGroup[SpanGroup.Right] is { WrongExcessLow: < 0.8, WrongExcessExact: true, Exact: false });
        Assert.Null(byGroup[SpanGroup.Wrong].WrongExcess);
        Assert.Equal((5, 0.0), (byGroup[SpanGroup.Unclear].Spans, byGroup[SpanGroup.Unclear].Share!.Value));
    }

    [Fact]
    public async Task For_each_wrong_span_as_many_unmarked_words_of_its_answer_are_drawn_in_one_sentence()
    {
        var (rows, shares) = await RunAsync(
            _measured,
            [Mark("p1", "red moon of Kel"), Mark("p1", "ships sail", MarkLabel.Right), Mark("p2", "green river")],
            []
        );
        var windows = rows.Where(row => row.Group == SpanGroup.Unmarked).ToList();

        Assert.Equal([("p1", 4), ("p2", 2)], windows.Select(row => (row.InstanceId, row.Words)));
        Assert.Equal("Every green river bends", windows[0].Text);
        Assert.DoesNotContain(". ", windows[1].Text, StringComparison.Ordinal);
        Assert.DoesNotContain("green", windows[1].Text, StringComparison.Ordinal);
        Assert.Equal(2, shares.First(row => row.Group == SpanGroup.Unmarked).Spans);
    }

    [Fact]
    public async Task The_seed_draws_and_an_answer_that_is_marked_throughout_has_no_windows()
    {
        async Task<IReadOnlyList<string>> DrawAsync(int seed) =>
            (await RunAsync(_measured, [.. _prompts.Select(prompt => Mark(prompt, "red moon"))], [], seed))
                .Rows.Where(row => row.Group == SpanGroup.Unmarked)
                .Select(row => row.Text)
                .ToList();

        Assert.Equal(await DrawAsync(0), await DrawAsync(0));
        Assert.NotEqual(await DrawAsync(0), await DrawAsync(1));
        Assert.DoesNotContain((await RunAsync(_measured, [Mark("p1", Text)], [])).Rows, row => row.Group == SpanGroup.Unmarked);
    }

    [Fact]
    public async Task Origins_are_counted_apart_and_disputed_spans_are_counted()
    {
        var disputed = Mark("p1", "red moon");
        (disputed.Annotators, disputed.Agreeing, disputed.Origin) = (3, 2, MarkOrigin.File);

        var (_, shares) = await RunAsync(_measured, [disputed, Mark("p1", "red moon"), Mark("p2", "green river")], []);
        var wrong = shares.Where(row => row is { Group: SpanGroup.Wrong, Level: 1 }).ToList();

        Assert.Equal([(MarkOrigin.File, 1, 1), (MarkOrigin.World, 2, 0)], wrong.Select(row => (row.Origin, row.Spans, row.Disputed)));
    }

    [Fact]
    public async Task Without_marks_there_are_no_figures()
    {
        var (rows, shares) = await RunAsync(_measured, [], [Judged("p1", "red moon", level: 2)]);

        Assert.Empty(rows);
        Assert.Empty(shares);
    }

    private static readonly string[] _prompts = ["p1", "p2", "p3", "p4", "p5"];

    private static MarkedSpanRow Mark(string prompt, string text, MarkLabel label = MarkLabel.Wrong) =>
        new()
        {
            InstanceId = prompt,
            Model = "sft",
            Start = Text.IndexOf(text, StringComparison.Ordinal),
            Length = text.Length,
            Text = text,
            Label = label,
            Annotators = 1,
            Agreeing = 1,
            Origin = MarkOrigin.World,
        };

    private static BorrowedSpanRow Judged(string prompt, string text, int level) =>
        new()
        {
            InstanceId = prompt,
            Model = "sft",
            Start = Text.IndexOf(text, StringComparison.Ordinal),
            Length = text.Length,
            Text = text,
            SourceInstanceId = "row",
            Level = level,
        };

    private static async Task<(IReadOnlyList<WrongSpanRow> Rows, IReadOnlyList<WrongSpanShareRow> Shares)> RunAsync(
        MarkedModel model,
        MarkedSpanRow[] marks,
        BorrowedSpanRow[] judged,
        int seed = 0
    )
    {
        using var chain = new StageChain();
        var made = await chain.RunAsync(
            new WrongSpansStage(new WrongSpansOptions { Models = [model], Seed = seed }),
            (
                WrongSpansStage.Answers + "sft",
                await chain.TableAsync([
                    .. _prompts.Select(prompt => new GenerationRow
                    {
                        InstanceId = prompt,
                        Model = "sft",
                        Text = Text,
                    }),
                ])
            ),
            (WrongSpansStage.Marks + "sft", await chain.TableAsync(marks)),
            (WrongSpansStage.Spans + "sft", await chain.TableAsync(judged))
        );
        return (
            await StageChain.RowsAsync<WrongSpanRow>(made),
            await StageChain.RowsAsync<WrongSpanShareRow>(made, WrongSpanShareRow.FileName)
        );
    }
}
