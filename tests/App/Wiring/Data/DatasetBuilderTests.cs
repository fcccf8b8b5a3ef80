using Pipeline.Stages.Data.Filter;
using Pipeline.Stages.Data.Mix;

namespace Pipeline.Tests.App.Wiring.Data;

/// <summary>What is done to a dataset, in which order, and where the sources of its rows stand.</summary>
public sealed class DatasetBuilderTests : IDisposable
{
    private readonly ChainFixture _chain = new();

    [Fact]
    public void Rows_are_left_out_then_filtered_then_simplified_then_sampled_and_keep_their_file_s_sources()
    {
        var graph = _chain.Build(
            """
            datasets:
              rows: { path: rows.jsonl }
              clean: { from: rows, exclude: {}, filter: { by: score, keep: 5 }, simplify: true, sizes: [3] }
            generations: { mine: { path: rows.jsonl, trained_on: rows }, theirs: { path: rows.jsonl, trained_on: clean-3 } }
            stages: { embed: { type: tfidf } }
            """
        );

        Assert.Equal(["simplify/clean"], ChainFixture.Reads(graph, "sample/clean-3", ""));
        Assert.Equal(["filter/clean"], ChainFixture.Reads(graph, "simplify/clean", ""));
        Assert.Equal(["select/clean", "ingest/rows"], ChainFixture.Reads(graph, "filter/clean", ""));
        Assert.Equal(["ingest/rows"], ChainFixture.Reads(graph, "filter/clean", FilterStage.Sources));
        Assert.Equal(["ingest/rows", "ingest/rows"], ChainFixture.Reads(graph, "report", "sources:"));
    }

    [Fact]
    public void A_mixture_reads_the_rows_and_the_sources_of_its_parts_and_is_a_source_itself()
    {
        var graph = _chain.Build(
            """
            datasets:
              a: { path: rows.jsonl }
              short: { from: a, simplify: true }
              b: { path: rows.jsonl }
              both: { mix: { weights: { short: 1, b: 2 } } }
            generations: { mine: { path: rows.jsonl, trained_on: both } }
            stages: { embed: { type: tfidf } }
            """
        );

        Assert.Equal(["simplify/short", "ingest/b"], ChainFixture.Reads(graph, "mix/both", MixStage.Instances));
        Assert.Equal(["ingest/a", "ingest/b"], ChainFixture.Reads(graph, "mix/both", MixStage.Sources));
        Assert.Equal(["mix/both"], ChainFixture.Reads(graph, "report", "sources:"));
    }

    [Fact]
    public void The_twin_of_a_set_of_the_world_is_changed_alike_but_keeps_what_results_blame()
    {
        var graph = _chain.Build(
            """
            model: model
            datasets:
              w: { world: { facts: new, rows: 20 } }
              clean: { from: w, simplify: true, exclude: { table: certain } }
            prompts: { world: { known: 5, unknown: 5 } }
            methods: { lft: {} }
            source_recall: { model: lft.clean, spans: certain, methods: [bm25] }
            """
        );

        Assert.Equal(["simplify/clean-control"], ChainFixture.Reads(graph, "world-measure/lft.clean", "control-instances"));
        Assert.Equal(["world-instructions/w-control"], ChainFixture.Reads(graph, "simplify/clean-control", ""));
        Assert.Equal(["select/clean"], ChainFixture.Reads(graph, "simplify/clean", ""));
    }

    public void Dispose() => _chain.Dispose();
}
