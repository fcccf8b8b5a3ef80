using Pipeline.Stages.Attribution.Retrieve.Bm25;
using Pipeline.Stages.Attribution.SourceSimilarity;
using Pipeline.Stages.Report;

namespace Pipeline.Tests.App.Wiring.Attribution;

/// <summary>What answers and rows are compared by.</summary>
public sealed class SourceSimilarityBuilderTests : IDisposable
{
    private const string Rows = ChainFixture.Model + "datasets: { d: { path: rows.jsonl } }\nmethods: { sft: { type: full } }\n";

    private readonly ChainFixture _chain = new();

    [Fact]
    public void The_runs_own_vectors_are_compared_and_bm25_is_searched_beside_them()
    {
        var graph = _chain.Build(Rows + "source_similarity: { model: sft.d, random_rows: 3, seed: 7 }");
        var options = (SourceSimilarityOptions)ChainFixture.Find(graph, "source-similarity").Stage.Options;

        Assert.Equal(["embed/sft.d@d"], ChainFixture.Reads(graph, "source-similarity", SourceSimilarityStage.AnswerVectors));
        Assert.Equal(["embed/d"], ChainFixture.Reads(graph, "source-similarity", SourceSimilarityStage.InstanceVectors));
        Assert.Equal(["retrieve/sft.d@d@bm25"], ChainFixture.Reads(graph, "source-similarity", SourceSimilarityStage.Neighbours));
        Assert.Equal(["borrowings/sft.d"], ChainFixture.Reads(graph, "source-similarity", SourceSimilarityStage.Spans));
        Assert.Empty(ChainFixture.Reads(graph, "source-similarity", SourceSimilarityStage.Certain));
        Assert.Equal(["source-similarity"], ChainFixture.Reads(graph, "report", ReportStage.SourceSimilarity));
        Assert.Equal((3, 7), (options.RandomRows, options.Seed));
    }

    [Fact]
    public void Where_words_alone_are_searched_vectors_are_made_all_the_same()
    {
        var graph = _chain.Build(
            Rows + "source_similarity: { model: sft.d }\nstages: { retrieve: { type: bm25 }, embed: { type: tfidf } }"
        );

        Assert.Equal(["embed/sft.d@d@tfidf"], ChainFixture.Reads(graph, "source-similarity", SourceSimilarityStage.AnswerVectors));
        Assert.Equal(["embed/d@tfidf"], ChainFixture.Reads(graph, "source-similarity", SourceSimilarityStage.InstanceVectors));
    }

    [Fact]
    public void The_recall_of_sources_reads_the_same_search()
    {
        var graph = _chain.Build(
            Rows + "source_similarity: { model: sft.d }\nsource_recall: { model: sft.d, depth: 40, methods: [bm25, tfidf] }"
        );

        Assert.Equal(40, ((Bm25Options)ChainFixture.Find(graph, "retrieve/sft.d@d@bm25").Stage.Options).TopK);
        Assert.Equal(["retrieve/sft.d@d@bm25"], ChainFixture.Reads(graph, "source-similarity", SourceSimilarityStage.Neighbours));
    }

    [Fact]
    public void What_is_borrowed_for_certain_is_read_where_it_is_known() =>
        Assert.Equal(
            ["world-borrowings/lft.w"],
            ChainFixture.Reads(
                _chain.Build(
                    """
                    model: model
                    datasets: { w: { world: { rows: 20 } } }
                    prompts: { world: { known: 5 } }
                    methods: { lft: {} }
                    source_similarity: { model: lft.w }
                    """
                ),
                "source-similarity",
                SourceSimilarityStage.Certain
            )
        );

    public void Dispose() => _chain.Dispose();
}
