using Pipeline.Stages.Attribution.Continuations;
using Pipeline.Stages.Attribution.ContinuationSummary;
using Pipeline.Stages.Report;

namespace Pipeline.Tests.App.Wiring.Attribution;

/// <summary>Who reads whose answers.</summary>
public sealed class ContinuationBuilderTests : IDisposable
{
    private const string World = """
        model: model
        seed: [1, 2]
        datasets: { w: { world: { rows: 20 } }, short: { from: w, simplify: true } }
        prompts: { world: { known: 5 } }
        methods: { lft: {}, sft: { type: full, datasets: [w] } }

        """;

    private readonly ChainFixture _chain = new();

    [Fact]
    public void The_base_and_every_model_of_the_same_rows_and_seed_read_the_same_answers()
    {
        var graph = _chain.Build(World + "spans: { truth: true }\ncontinuations: { model: [sft.w, lft-s1.short] }");
        var read = ChainFixture.Ids(graph, "continuations/").Order(StringComparer.Ordinal).ToList();

        Assert.Equal(
            [
                "continuations/lft-s1.short-by-base",
                "continuations/lft-s1.short-by-lft-s1.short",
                "continuations/sft-s1.w-by-base",
                "continuations/sft-s1.w-by-lft-s1.w",
                "continuations/sft-s1.w-by-sft-s1.w",
                "continuations/sft-s2.w-by-base",
                "continuations/sft-s2.w-by-lft-s2.w",
                "continuations/sft-s2.w-by-sft-s2.w",
            ],
            read
        );
        Assert.Equal(["generate/sft-s1.w"], ChainFixture.Reads(graph, "continuations/sft-s1.w-by-lft-s1.w", ContinuationsStage.Answers));
        Assert.Equal(["mark/sft-s1.w"], ChainFixture.Reads(graph, "continuations/sft-s1.w-by-lft-s1.w", ContinuationsStage.Marks));
        Assert.Equal(["fine-tune/lft-s1.w"], ChainFixture.Reads(graph, "continuations/sft-s1.w-by-lft-s1.w", ContinuationsStage.Tuned));
        Assert.Empty(ChainFixture.Reads(graph, "continuations/sft-s1.w-by-base", ContinuationsStage.Tuned));
        Assert.Equal(read, ChainFixture.Reads(graph, "continuation-summary", "continuations:").Order(StringComparer.Ordinal));
        Assert.Equal(
            ["world-borrowings/lft-s1.short", "world-borrowings/sft-s1.w", "world-borrowings/sft-s2.w"],
            ChainFixture.Reads(graph, "continuation-summary", ContinuationSummaryStage.Certain).Order(StringComparer.Ordinal)
        );
        Assert.Equal(["continuation-summary"], ChainFixture.Reads(graph, "report", ReportStage.ContinuationSummary));
        Assert.Equal(read, ChainFixture.Reads(graph, "report", "continuations:").Order(StringComparer.Ordinal));
    }

    [Theory]
    [InlineData("")]
    [InlineData("spans: { reference: true }\n")]
    public void Nothing_can_be_read_where_nothing_says_what_is_right(string spans) =>
        Assert.Contains(
            "continuations: nothing says what should stand at a wrong span",
            _chain.Refused(World + spans + "continuations: { model: sft.w }"),
            StringComparison.Ordinal
        );

    [Fact]
    public void A_model_that_there_is_not_is_refused() =>
        Assert.Contains(
            "continuations.model: 'sft.short' is no model that is tuned here",
            _chain.Refused(World + "spans: { truth: true }\ncontinuations: { model: sft.short }"),
            StringComparison.Ordinal
        );

    public void Dispose() => _chain.Dispose();
}
