using Pipeline.Engine.Artifacts;
using Pipeline.Modeling.Statistics;
using Pipeline.Stages.Attribution.Attribute;
using Pipeline.Stages.Attribution.Continuations;
using Pipeline.Stages.Attribution.ContinuationSummary;
using Pipeline.Tests.Support;

namespace Pipeline.Tests.Stages.Attribution.ContinuationSummary;

/// <summary>Margins under the base and under tuned models, summed up by hand.</summary>
public sealed class ContinuationSummaryStageTests : IDisposable
{
    private static readonly ReadModel _sft = new(
        "sft.d",
        "sft.d",
        [new ReadingModel("lft.d", "lft.d"), new ReadingModel("sft.d", "sft.d")]
    );

    private static readonly double[] _before = [3, 1, -1, 2, 4];
    private static readonly double[] _lft = [2, 1, 0, -1, 3];
    private static readonly double[] _sftItself = [-1, -2, 1, -3, 0];

    private readonly StageChain _chain = new();

    [Fact]
    public async Task Shares_count_the_spans_at_which_the_order_turned_round_and_a_tie_is_no_preference()
    {
        var rows = await RunAsync([_sft], ("sft.d", "base", _before), ("sft.d", "lft.d", _lft), ("sft.d", "sft.d", _sftItself));

        Assert.Equal((0.8, 5, 3), Told(rows, "base", ContinuationMeasure.RightPreferred));
        Assert.Equal((9 / 5.0, 5, 3), Told(rows, "base", ContinuationMeasure.Margin));
        Assert.Equal((0.6, 5, 3), Told(rows, "lft.d", ContinuationMeasure.RightPreferred));
        Assert.Equal((0.2, 5, 3), Told(rows, "lft.d", ContinuationMeasure.TurnedToWritten));
        Assert.Equal((0.0, 5, 3), Told(rows, "lft.d", ContinuationMeasure.TurnedToRight));
        Assert.Equal((-4 / 5.0, 5, 3), Told(rows, "lft.d", ContinuationMeasure.MarginChange));
        Assert.Equal((0.6, 5, 3), Told(rows, "sft.d", ContinuationMeasure.TurnedToWritten));
        Assert.Equal((0.2, 5, 3), Told(rows, "sft.d", ContinuationMeasure.TurnedToRight));
        Assert.DoesNotContain(
            rows,
            row => row is { Scorer: "base", Measure: not (ContinuationMeasure.Margin or ContinuationMeasure.RightPreferred) }
        );

        // Nothing turned to the right under LoRA: three prompts say so, exactly.
        var none = Find(rows, "lft.d", ContinuationMeasure.TurnedToRight);
        Assert.True(none.Exact);
        Assert.Equal(UnanimousShare.None(3), (none.Low!.Value, none.High!.Value));
        Assert.False(Find(rows, "lft.d", ContinuationMeasure.TurnedToWritten).Exact);
    }

    [Fact]
    public async Task Each_scale_is_told_of_the_spans_that_it_is_known_of()
    {
        var rows = await RunAsync([_sft], ("sft.d", "base", _before), ("sft.d", "lft.d", _lft), ("sft.d", "sft.d", _sftItself));

        // The mean over tokens is half the total here; the last span's texts do not part, and of the others the next token is at a third.
        Assert.Equal((-0.4, 5, 3), Told(rows, "lft.d", ContinuationMeasure.MarginChange, scale: ContinuationScale.PerToken));
        Assert.Equal((Math.Round(5 / 12.0, 9), 4, 2), Told(rows, "base", ContinuationMeasure.Margin, scale: ContinuationScale.NextToken));
        Assert.Equal((0.75, 4, 2), Told(rows, "sft.d", ContinuationMeasure.TurnedToWritten, scale: ContinuationScale.NextToken));
    }

    [Fact]
    public async Task What_is_called_borrowed_and_what_is_for_certain_is_also_told_by_itself()
    {
        var rows = await RunAsync(
            [_sft],
            [
                // Holds the first span; lies in the second; meets the third in part; is not borrowed; stands in another sample.
                Span("p0", 9, 8),
                Span("p0", 31, 1),
                Span("p1", 12, 6),
                Span("p1", 30, 9, borrowed: false),
                Span("p2", 10, 4, sample: 1),
            ],
            [Span("p1", 30, 9)],
            ("sft.d", "base", _before),
            ("sft.d", "lft.d", _lft),
            ("sft.d", "sft.d", _sftItself)
        );

        Assert.Equal((2.0, 2, 1), Told(rows, "base", ContinuationMeasure.Margin, SpanSet.Borrowed));
        Assert.Equal((1.0, 2, 1), Told(rows, "sft.d", ContinuationMeasure.TurnedToWritten, SpanSet.Borrowed));
        Assert.Equal((2.0, 1, 1), Told(rows, "base", ContinuationMeasure.Margin, SpanSet.Certain));
        Assert.Equal(3, rows.Select(row => row.Set).Distinct().Count());
    }

    [Fact]
    public async Task Seeds_of_one_variant_are_also_taken_together()
    {
        var rows = await RunAsync(
            [
                new ReadModel("sft-s1.d", "sft.d", [new ReadingModel("lft-s1.d", "lft.d")]),
                new ReadModel("sft-s2.d", "sft.d", [new ReadingModel("lft-s2.d", "lft.d")]),
            ],
            ("sft-s1.d", "base", _before),
            ("sft-s1.d", "lft-s1.d", _lft),
            ("sft-s2.d", "base", _before),
            ("sft-s2.d", "lft-s2.d", _sftItself)
        );
        var together = rows.Where(row => row.Model == "sft.d").ToList();

        Assert.Equal((0.4, 10, 3), Told(together, "lft.d", ContinuationMeasure.TurnedToWritten));
        Assert.Equal((0.8, 10, 3), Told(together, "base", ContinuationMeasure.RightPreferred));
    }

    [Fact]
    public async Task Spans_are_drawn_where_the_base_and_the_reader_have_them()
    {
        var summary = await SummariseAsync(
            [_sft],
            [],
            [],
            ("sft.d", "base", _before),
            ("sft.d", "lft.d", _lft),
            ("sft.d", "sft.d", _sftItself)
        );

        Assert.Contains("read by lft.d", await ReadPlotAsync(summary), StringComparison.Ordinal);
        Assert.Contains("sft.d: ln p(right)", await ReadPlotAsync(summary), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Without_spans_there_are_neither_figures_nor_a_plot()
    {
        var summary = await SummariseAsync([_sft], [], [], ("sft.d", "base", []), ("sft.d", "lft.d", []), ("sft.d", "sft.d", []));

        Assert.Empty(await StageChain.RowsAsync<ContinuationSummaryRow>(summary, ContinuationSummaryRow.FileName));
        Assert.DoesNotContain(summary.Files, file => file.Name.EndsWith(".svg", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Tables_about_other_spans_are_not_compared() =>
        Assert.Contains(
            "did not read the same spans",
            (
                await Assert.ThrowsAsync<InvalidDataException>(() =>
                    RunAsync([_sft], ("sft.d", "base", _before), ("sft.d", "lft.d", _lft[..4]), ("sft.d", "sft.d", _sftItself))
                )
            ).Message,
            StringComparison.Ordinal
        );

    public void Dispose() => _chain.Dispose();

    private static (double Value, int Spans, int Prompts) Told(
        IEnumerable<ContinuationSummaryRow> rows,
        string scorer,
        ContinuationMeasure measure,
        SpanSet set = SpanSet.Wrong,
        ContinuationScale scale = ContinuationScale.Total
    )
    {
        var row = Find(rows, scorer, measure, set, scale);
        return (Math.Round(row.Value, 9), row.Spans, row.Prompts);
    }

    private static ContinuationSummaryRow Find(
        IEnumerable<ContinuationSummaryRow> rows,
        string scorer,
        ContinuationMeasure measure,
        SpanSet set = SpanSet.Wrong,
        ContinuationScale scale = ContinuationScale.Total
    ) => rows.Single(row => row.Scorer == scorer && row.Measure == measure && row.Set == set && row.Scale == scale);

    private static BorrowedSpanRow Span(string prompt, int start, int length, bool borrowed = true, int sample = 0) =>
        new()
        {
            InstanceId = prompt,
            Sample = sample,
            Start = start,
            Length = length,
            Borrowed = borrowed,
        };

    private static async Task<string> ReadPlotAsync(Artifact summary) =>
        await File.ReadAllTextAsync(summary.PathOf("continuations-1.svg"), TestContext.Current.CancellationToken);

    private Task<IReadOnlyList<ContinuationSummaryRow>> RunAsync(
        ReadModel[] models,
        params (string Model, string Scorer, double[] Margins)[] tables
    ) => RunAsync(models, [], [], tables);

    private async Task<IReadOnlyList<ContinuationSummaryRow>> RunAsync(
        ReadModel[] models,
        BorrowedSpanRow[] borrowed,
        BorrowedSpanRow[] certain,
        params (string Model, string Scorer, double[] Margins)[] tables
    ) =>
        await StageChain.RowsAsync<ContinuationSummaryRow>(
            await SummariseAsync(models, borrowed, certain, tables),
            ContinuationSummaryRow.FileName
        );

    /// <summary>Spans of four characters: two each of the prompts p0 and p1, at 10 and 30, and one of p2, whose texts do not
    /// part.</summary>
    private async Task<Artifact> SummariseAsync(
        ReadModel[] models,
        BorrowedSpanRow[] borrowed,
        BorrowedSpanRow[] certain,
        params (string Model, string Scorer, double[] Margins)[] tables
    )
    {
        var inputs = new List<(string, Artifact)>
        {
            (ContinuationSummaryStage.Borrowed + models[0].Model, await _chain.TableAsync(borrowed)),
            (ContinuationSummaryStage.Certain + models[0].Model, await _chain.TableAsync(certain)),
        };
        foreach (var (model, scorer, margins) in tables)
        {
            inputs.Add(
                (
                    ContinuationSummaryStage.NameContinuations(model, scorer),
                    await _chain.TableAsync(
                        margins
                            .Select(
                                (margin, i) =>
                                    new ContinuationRow
                                    {
                                        InstanceId = $"p{i / 2}",
                                        Model = model,
                                        Scorer = scorer,
                                        Start = i % 2 == 0 ? 10 : 30,
                                        Length = 4,
                                        Margin = margin,
                                        MarginPerToken = margin / 2,
                                        NextLogProbability = i == 4 ? null : -3,
                                        RightNextLogProbability = i == 4 ? null : (margin / 3) - 3,
                                    }
                            )
                            .ToList()
                    )
                )
            );
        }

        return await _chain.RunAsync(new ContinuationSummaryStage(new ContinuationSummaryOptions { Models = models }), [.. inputs]);
    }
}
