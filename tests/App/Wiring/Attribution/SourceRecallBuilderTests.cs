using Pipeline.Stages.Attribution.SourceRecall;
using Pipeline.Stages.Data;

namespace Pipeline.Tests.App.Wiring.Attribution;

/// <summary>Every way of retrieval is held against the same spans.</summary>
public sealed class SourceRecallBuilderTests : IDisposable
{
    private readonly ChainFixture _chain = new();

    [Fact]
    public void Each_way_and_query_is_one_search_as_deep_as_is_asked()
    {
        var graph = _chain.Build(
            ChainFixture.Model
                + """
                datasets: { d: { path: rows.jsonl } }
                methods: { lft: {}, sft: { type: full } }
                source_recall: { model: [sft.d], methods: [bm25, tfidf], depth: 40 }
                """
        );
        var options = (SourceRecallOptions)ChainFixture.Find(graph, "source-recall").Stage.Options;

        Assert.Equal(
            ["retrieve/sft.d@d@bm25", "retrieve/sft.d@d@bm25@answer", "retrieve/sft.d@d@tfidf", "retrieve/sft.d@d@tfidf@answer"],
            ChainFixture.Reads(graph, "source-recall", "neighbours")
        );
        Assert.Equal(["borrowings/sft.d"], ChainFixture.Reads(graph, "source-recall", SourceRecallStage.Spans));
        Assert.Equal(["ingest/d"], ChainFixture.Reads(graph, "source-recall", SourceRecallStage.Instances));
        Assert.Equal((40, 4), (options.Depth, options.Ways.Count));
    }

    [Fact]
    public void Certain_borrowings_are_looked_for_in_responses_alone()
    {
        var graph = _chain.Build(
            """
            model: model
            datasets: { w: { world: { rows: 20 } } }
            prompts: { world: { known: 5 } }
            methods: { lft: {} }
            source_recall: { model: lft.w, spans: certain, methods: [bm25] }
            stages: { attribute: { search: [instruction, response] } }
            """
        );

        Assert.Equal(["world-borrowings/lft.w"], ChainFixture.Reads(graph, "source-recall", SourceRecallStage.Spans));
        Assert.Equal([InstanceField.Response], ((SourceRecallOptions)ChainFixture.Find(graph, "source-recall").Stage.Options).Search);
    }

    public void Dispose() => _chain.Dispose();
}
