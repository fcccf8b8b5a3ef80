using Pipeline.Modeling.Tokenization.Templates;
using Pipeline.Stages.Attribution.Attribute;
using Pipeline.Stages.Attribution.Retrieve;
using Pipeline.Stages.Attribution.SourceRecall;
using Pipeline.Stages.Data;
using Pipeline.Stages.Data.Ingest;
using Pipeline.Tests.Support;

namespace Pipeline.Tests.Stages.Attribution.SourceRecall;

/// <summary>Ranks of true sources, on tables small enough to count by hand.</summary>
public sealed class SourceRecallStageTests
{
    private static readonly RetrievalWay _way = new(SearchMethod.Bm25, SearchQuery.Answer);

    private static readonly SourceRecallOptions _options = new()
    {
        Models = [new BorrowingModel("sft.d", "sft.d", "d")],
        Ways = [_way],
        Depth = 20,
    };

    [Fact]
    public async Task A_source_counts_by_its_rank_and_one_that_was_not_retrieved_not_at_all()
    {
        var (ranks, summary) = await RunAsync(
            _options,
            (
                "sft.d",
                [
                    Span("p1", "red moon", "r0"),
                    Span("p2", "green sea", "r1"),
                    Span("p3", "blue fox", "r2"),
                    Span("p3", "no row", "r3", count: 2),
                ]
            )
        );

        Assert.Equal([1, 11, null], ranks.Where(rank => rank.Method == SearchMethod.Bm25).Select(rank => rank.Rank));
        Assert.Equal(1 / 3.0, Value(summary, SearchMethod.Bm25, RecallMeasure.RecallAt1), 1e-12);
        Assert.Equal(1 / 3.0, Value(summary, SearchMethod.Bm25, RecallMeasure.RecallAt10), 1e-12);
        Assert.Equal((1 + (1.0 / 11)) / 3, Value(summary, SearchMethod.Bm25, RecallMeasure.Mrr), 1e-12);
        Assert.All(summary, row => Assert.Equal((3, 3, 3, 40), (row.Spans, row.Prompts, row.SourceRows, row.TrainingRows)));
    }

    [Fact]
    public async Task The_span_itself_finds_its_row_and_a_random_order_is_computed()
    {
        var (ranks, summary) = await RunAsync(_options, ("sft.d", [Span("p1", "Red moon", "r0"), Span("p2", "green SEA", "r1")]));

        Assert.All(ranks.Where(rank => rank.Method == SearchMethod.ExactSpan), rank => Assert.Equal(1, rank.Rank));
        Assert.Equal(
            [1 / 40.0, 10 / 40.0, Enumerable.Range(1, 20).Sum(rank => 1.0 / rank) / 40],
            summary.Where(row => row.Method == SearchMethod.Random).Select(row => row.Value)
        );
        Assert.All(summary.Where(row => row.Method == SearchMethod.Random), row => Assert.Null(row.PromptLow));
    }

    [Fact]
    public async Task Seeds_of_one_variant_are_also_taken_together()
    {
        var options = _options with
        {
            Models = [new BorrowingModel("sft-s1.d", "sft.d", "d"), new BorrowingModel("sft-s2.d", "sft.d", "d")],
        };
        var (_, summary) = await RunAsync(
            options,
            ("sft-s1.d", [Span("p1", "red moon", "r0")]),
            ("sft-s2.d", [Span("p1", "red moon", "r0"), Span("p2", "green sea", "r1")])
        );
        var together = summary.Single(row => row is { Model: "sft.d", Method: SearchMethod.Bm25, Measure: RecallMeasure.RecallAt1 });

        Assert.Equal((2 / 3.0, 3, 2, 2), (together.Value, together.Spans, together.Prompts, together.SourceRows));
    }

    [Fact]
    public async Task The_span_itself_is_searched_in_every_turn_that_attribution_searched()
    {
        var (ranks, _) = await RunAsync(
            _options with
            {
                Search = [InstanceField.Response, InstanceField.Instruction],
            },
            ("sft.d", [Span("p1", "first turn", "talk"), Span("p2", "asked once", "talk"), Span("p3", "word 7", "r7")])
        );
        var responses = (await RunAsync(_options, ("sft.d", [Span("p1", "first turn", "talk"), Span("p2", "asked once", "talk")]))).Ranks;

        Assert.Equal([1, 1, 1], ranks.Where(rank => rank.Method == SearchMethod.ExactSpan).Select(rank => rank.Rank));
        Assert.Equal([1, null], responses.Where(rank => rank.Method == SearchMethod.ExactSpan).Select(rank => rank.Rank));
    }

    [Fact]
    public async Task Without_spans_there_are_no_figures() => Assert.Empty((await RunAsync(_options, ("sft.d", []))).Summary);

    private static double Value(IReadOnlyList<SourceRecallRow> rows, SearchMethod method, RecallMeasure measure) =>
        rows.Single(row => row.Method == method && row.Measure == measure).Value;

    private static BorrowedSpanRow Span(string prompt, string text, string source, int count = 1) =>
        new()
        {
            InstanceId = prompt,
            Text = text,
            SourceInstanceId = source,
            SourceCount = count,
            Level = 2,
            Borrowed = true,
        };

    /// <summary>Forty rows, one of them a conversation; r0 is the first of the rows found for p1, r1 the eleventh for p2, r2 none for
    /// p3.</summary>
    private static async Task<(IReadOnlyList<SourceRankRow> Ranks, IReadOnlyList<SourceRecallRow> Summary)> RunAsync(
        SourceRecallOptions options,
        params (string Model, BorrowedSpanRow[] Spans)[] models
    )
    {
        using var chain = new StageChain();
        string[] responses = ["A red moon.", "The green sea.", "One blue fox."];
        var instances = Enumerable
            .Range(0, 39)
            .Select(row => new InstanceRow { InstanceId = $"r{row}", Response = row < 3 ? responses[row] : $"Word {row}." })
            .Append(
                new InstanceRow
                {
                    InstanceId = "talk",
                    HistoryRoles = [TurnRole.User, TurnRole.Assistant],
                    HistoryContents = ["Who asked once?", "The first turn."],
                    Response = "The last.",
                }
            )
            .ToList();
        var inputs = new List<(string, Pipeline.Engine.Artifacts.Artifact)>
        {
            (SourceRecallStage.Instances + "d", await chain.TableAsync(instances)),
        };
        foreach (var (model, spans) in models)
        {
            inputs.Add((SourceRecallStage.Spans + model, await chain.TableAsync(spans)));
            inputs.Add(
                (
                    SourceRecallStage.Neighbours(model, _way),
                    await chain.TableAsync([
                        new NeighbourRow
                        {
                            InstanceId = "p1",
                            Neighbours = ["r0", "r9"],
                            Similarities = [2, 1],
                        },
                        new NeighbourRow
                        {
                            InstanceId = "p2",
                            Neighbours = [.. Enumerable.Range(10, 10).Select(row => $"r{row}"), "r1"],
                            Similarities = new float[11],
                        },
                        new NeighbourRow { InstanceId = "p3" },
                    ])
                )
            );
        }

        var artifact = await chain.RunAsync(new SourceRecallStage(options), [.. inputs]);
        return (
            await StageChain.RowsAsync<SourceRankRow>(artifact),
            await StageChain.RowsAsync<SourceRecallRow>(artifact, SourceRecallRow.FileName)
        );
    }
}
