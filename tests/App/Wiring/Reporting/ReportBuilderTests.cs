using Pipeline.Engine.Planning;
using Pipeline.Stages.Report;

namespace Pipeline.Tests.App.Wiring.Reporting;

/// <summary>What the report reads.</summary>
public sealed class ReportBuilderTests : IDisposable
{
    private readonly ChainFixture _chain = new();

    [Fact]
    public void All_results_reach_the_page()
    {
        var graph = _chain.Build(
            """
            model: model
            prompts: { world: { known: 5, unknown: 5 } }
            datasets: { w: { world: { rows: 20 } }, short: { from: w, simplify: true } }
            methods: { lft: {} }
            counterfactual: { model: lft.w }
            source_recall: { model: lft.w }
            source_similarity: { model: lft.w }
            spans: { truth: true }
            continuations: { model: lft.w }
            """
        );

        Assert.Equal(["shift-summary"], ChainFixture.Reads(graph, "report", ReportStage.ShiftSummary));
        Assert.Equal(["counterfactual-summary"], ChainFixture.Reads(graph, "report", ReportStage.CounterfactualSummary));
        Assert.Equal(["counterfactual/lft.w"], ChainFixture.Reads(graph, "report", ReportStage.Counterfactual));
        Assert.Equal(["source-recall"], ChainFixture.Reads(graph, "report", ReportStage.SourceRecall));
        Assert.Equal(["source-similarity"], ChainFixture.Reads(graph, "report", ReportStage.SourceSimilarity));
        Assert.Equal(["continuation-summary"], ChainFixture.Reads(graph, "report", ReportStage.ContinuationSummary));
        Assert.Equal(
            ["continuations/lft.w-by-base", "continuations/lft.w-by-lft.w"],
            ChainFixture.Reads(graph, "report", "continuations:")
        );
        Assert.Equal(["world-results"], ChainFixture.Reads(graph, "report", ReportStage.WorldResults));
        Assert.Equal(["judge/base", "judge/lft.w", "judge/lft.short"], ChainFixture.Reads(graph, "report", ReportStage.Judgements));
        Assert.Equal(["borrowings/lft.w", "borrowings/lft.short"], ChainFixture.Reads(graph, "report", ReportStage.Rates));
        Assert.Equal(
            _chain.Folder.PathOf("model"),
            ChainFixture.Find(graph, "report").Inputs.OfType<ExternalInput>().Single(input => input.Name == ReportStage.Model).Path
        );
        Assert.Equal([new SimplifiedDataset("short", "w")], ((ReportOptions)ChainFixture.Find(graph, "report").Stage.Options).Simplified);
    }

    [Fact]
    public void Imported_answers_alone_have_no_base_to_tell_of()
    {
        var graph = _chain.Build(
            """
            datasets: { d: { path: rows.jsonl } }
            generations: { elsewhere: { path: rows.jsonl, trained_on: d } }
            stages: { embed: { type: tfidf } }
            """
        );

        Assert.DoesNotContain(ChainFixture.Find(graph, "report").Inputs, input => input.Name == ReportStage.Model);
    }

    public void Dispose() => _chain.Dispose();
}
