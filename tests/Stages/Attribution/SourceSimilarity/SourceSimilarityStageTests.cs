using Pipeline.Engine.Artifacts;
using Pipeline.Modeling.Tokenization.Templates;
using Pipeline.Stages.Answers.Generate;
using Pipeline.Stages.Attribution.Attribute;
using Pipeline.Stages.Attribution.Embed;
using Pipeline.Stages.Attribution.Retrieve;
using Pipeline.Stages.Attribution.SourceSimilarity;
using Pipeline.Stages.Data.Ingest;
using Pipeline.Tests.Support;

namespace Pipeline.Tests.Stages.Attribution.SourceSimilarity;

/// <summary>Answers beside their sources and other rows, on tables small enough to count by hand.</summary>
public sealed class SourceSimilarityStageTests : IDisposable
{
    private static readonly SourceSimilarityOptions _options = new()
    {
        Models = [new BorrowingAnswers("sft.d", "sft.d", "d")],
        RandomRows = 2,
    };

    private readonly StageChain _chain = new();

    [Fact]
    public async Task Each_source_of_an_answer_is_one_pair_with_those_that_it_is_held_against()
    {
        var (pairs, _) = await RunAsync(
            _options,
            Span("p1", "fox"),
            Span("p1", "fox"),
            Span("p1", "sea"),
            Span("p2", "sea", borrowed: false)
        );

        Assert.Equal(
            [("p1", "fox", "fox"), ("p1", "sea", "sea")],
            pairs
                .Where(pair => pair.Kind == PairKind.Source)
                .Select(pair => (pair.InstanceId, pair.SourceInstanceId, pair.PairedInstanceId))
        );

        // BM25 ranks fox, sea, moon, talk for p1, and it borrowed from the first two.
        Assert.All(pairs.Where(pair => pair.Kind == PairKind.Bm25), pair => Assert.Equal("moon", pair.PairedInstanceId));
        foreach (var drawn in pairs.Where(pair => pair.Kind == PairKind.Random).GroupBy(pair => pair.SourceInstanceId))
        {
            Assert.Equal(["moon", "talk"], drawn.Select(pair => pair.PairedInstanceId).Order());
        }
    }

    [Fact]
    public async Task Rows_are_drawn_by_seed_and_each_once()
    {
        async Task<List<string>> DrawAsync(int seed, int rows) =>
            [
                .. (await RunAsync(_options with { Seed = seed, RandomRows = rows }, Span("p1", "fox")))
                    .Pairs.Where(pair => pair.Kind == PairKind.Random)
                    .Select(pair => pair.PairedInstanceId),
            ];

        Assert.Equal(await DrawAsync(0, 1), await DrawAsync(0, 1));
        Assert.True(
            (await Task.WhenAll(Enumerable.Range(0, 20).Select(seed => DrawAsync(seed, 1)))).Select(drawn => drawn[0]).Distinct().Count()
                > 1
        );
        Assert.Equal(["moon", "sea", "talk"], (await DrawAsync(0, 50)).Order());
    }

    [Fact]
    public async Task Pairs_are_as_near_as_their_texts_and_of_a_conversation_the_nearest_exchange_counts()
    {
        var (pairs, _) = await RunAsync(_options, Span("p1", "fox"), Span("p2", "talk"));
        var (fox, talk) = (Source(pairs, "fox"), Source(pairs, "talk"));

        Assert.Equal(0.6, fox.Cosine, 1e-6);
        // The row has red, fox and runs, of the pairs red fox, and woods between fox and runs.
        Assert.Equal((1 + 0.5 + 0) / 3, fox.KeywordOverlap!.Value, 1e-12);

        // The second exchange is nearer, and it is the one that has the sea.
        Assert.Equal(0.8, talk.Cosine, 1e-6);
        Assert.Equal(1, talk.KeywordOverlap!.Value, 1e-12);
    }

    [Fact]
    public async Task Figures_are_means_over_answers_and_sources_and_differences_are_paired()
    {
        var (pairs, summary) = await RunAsync(_options, Span("p1", "fox"), Span("p2", "talk"));
        double Mean(PairKind kind, string source) =>
            pairs.Where(pair => pair.Kind == kind && pair.SourceInstanceId == source).Average(pair => pair.Cosine);
        SourceSimilarityRow Find(PairKind kind, PairKind? against) =>
            summary.Single(row => row.Kind == kind && row.Against == against && row.Measure == SimilarityMeasure.Cosine);

        Assert.Equal(0.7, Find(PairKind.Source, null).Value, 1e-6);
        Assert.Equal((Mean(PairKind.Random, "fox") + Mean(PairKind.Random, "talk")) / 2, Find(PairKind.Random, null).Value, 1e-9);
        Assert.Equal(0.7 - Find(PairKind.Random, null).Value, Find(PairKind.Source, PairKind.Random).Value, 1e-6);

        // Of p2's neighbours all are its source, so that it has no row to be held against, and p1 is compared alone.
        Assert.Equal(1, Find(PairKind.Source, PairKind.Bm25).Pairs);
        Assert.Equal(0.6 - Mean(PairKind.Bm25, "fox"), Find(PairKind.Source, PairKind.Bm25).Value, 1e-6);
        Assert.Equal((2, 2, 2), Counts(Find(PairKind.Source, null)));
    }

    [Fact]
    public async Task What_is_borrowed_for_certain_is_told_by_itself()
    {
        var (_, summary) = await RunAsync(_options, [Span("p1", "fox")], [Span("p2", "talk"), Span("p1", "sea")]);

        Assert.Equal(
            [(PairEvidence.Borrowed, 1), (PairEvidence.Certain, 2)],
            summary
                .Where(row => row is { Kind: PairKind.Source, Against: null, Measure: SimilarityMeasure.Cosine })
                .Select(row => (row.Evidence, row.Pairs))
        );
    }

    [Fact]
    public async Task Seeds_of_one_variant_are_also_taken_together()
    {
        var options = _options with
        {
            Models = [new BorrowingAnswers("sft-s1.d", "sft.d", "d"), new BorrowingAnswers("sft-s2.d", "sft.d", "d")],
        };
        var together = (await RunAsync(options, Span("p1", "fox"))).Summary.Single(row =>
            row is { Model: "sft.d", Kind: PairKind.Source, Against: null, Measure: SimilarityMeasure.Cosine }
        );

        Assert.Equal((2, 1, 1), Counts(together));
    }

    [Fact]
    public async Task Without_borrowings_there_are_no_figures()
    {
        var (pairs, summary) = await RunAsync(_options, Span("p1", "fox", borrowed: false));

        Assert.Empty(pairs);
        Assert.Empty(summary);
    }

    public void Dispose() => _chain.Dispose();

    private static (int, int, int) Counts(SourceSimilarityRow row) => (row.Pairs, row.Prompts, row.SourceRows);

    private static AnswerPairRow Source(IEnumerable<AnswerPairRow> pairs, string source) =>
        pairs.Single(pair => pair.Kind == PairKind.Source && pair.SourceInstanceId == source);

    private static BorrowedSpanRow Span(string prompt, string source, bool borrowed = true) =>
        new()
        {
            InstanceId = prompt,
            SourceInstanceId = source,
            Borrowed = borrowed,
        };

    private static EmbeddingRow Vector(string id, float x, float y, int turn = 0) =>
        new()
        {
            InstanceId = id,
            Vector = [x, y],
            Turn = turn,
        };

    private Task<(IReadOnlyList<AnswerPairRow> Pairs, IReadOnlyList<SourceSimilarityRow> Summary)> RunAsync(
        SourceSimilarityOptions options,
        params BorrowedSpanRow[] spans
    ) => RunAsync(options, spans, []);

    /// <summary>Answers p1, about the fox, and p2, about the sea; rows fox, sea and moon, and a conversation talk of two
    /// exchanges.</summary>
    private async Task<(IReadOnlyList<AnswerPairRow> Pairs, IReadOnlyList<SourceSimilarityRow> Summary)> RunAsync(
        SourceSimilarityOptions options,
        BorrowedSpanRow[] spans,
        BorrowedSpanRow[] certain
    )
    {
        var inputs = new List<(string, Artifact)>
        {
            (
                SourceSimilarityStage.Instances + "d",
                await _chain.TableAsync([
                    new InstanceRow
                    {
                        InstanceId = "fox",
                        Instruction = "What is it?",
                        Response = "A red fox of the woods runs.",
                    },
                    new InstanceRow { InstanceId = "sea", Response = "The green sea." },
                    new InstanceRow { InstanceId = "moon", Response = "One moon." },
                    new InstanceRow
                    {
                        InstanceId = "talk",
                        HistoryRoles = [TurnRole.User, TurnRole.Assistant],
                        HistoryContents = ["Who?", "A moon."],
                        Instruction = "And then?",
                        Response = "The sea sleeps.",
                    },
                ])
            ),
            (
                SourceSimilarityStage.InstanceVectors + "d",
                await _chain.TableAsync([
                    Vector("fox", 0.6f, 0.8f, 1),
                    Vector("sea", 0, 1, 1),
                    Vector("moon", -1, 0, 1),
                    Vector("talk", 1, 0, 1),
                    Vector("talk", 0.6f, 0.8f, 3),
                ])
            ),
        };
        foreach (var model in options.Models)
        {
            inputs.AddRange([
                (
                    SourceSimilarityStage.Answers + model.Model,
                    await _chain.TableAsync([
                        new GenerationRow { InstanceId = "p1", Text = "The red fox runs." },
                        new GenerationRow { InstanceId = "p2", Text = "The sea sleeps." },
                    ])
                ),
                (SourceSimilarityStage.AnswerVectors + model.Model, await _chain.TableAsync([Vector("p1", 1, 0), Vector("p2", 0, 1)])),
                (
                    SourceSimilarityStage.Neighbours + model.Model,
                    await _chain.TableAsync([
                        new NeighbourRow { InstanceId = "p1", Neighbours = ["fox", "sea", "moon", "talk"] },
                        new NeighbourRow { InstanceId = "p2", Neighbours = ["talk"] },
                    ])
                ),
                (SourceSimilarityStage.Spans + model.Model, await _chain.TableAsync(spans)),
                (SourceSimilarityStage.Certain + model.Model, await _chain.TableAsync(certain)),
            ]);
        }

        var artifact = await _chain.RunAsync(new SourceSimilarityStage(options), [.. inputs]);
        return (
            await StageChain.RowsAsync<AnswerPairRow>(artifact),
            await StageChain.RowsAsync<SourceSimilarityRow>(artifact, SourceSimilarityRow.FileName)
        );
    }
}
