using Pipeline.Stages.Answers.ShiftSummary;
using Pipeline.Stages.Report;

namespace Pipeline.Tests.App.Wiring.Answers;

/// <summary>What is measured against what, and where it is shown.</summary>
public sealed class ShiftBuilderTests : IDisposable
{
    private readonly ChainFixture _chain = new();

    [Fact]
    public void The_summary_has_every_table_in_the_order_of_the_chain_and_the_report_those_of_models()
    {
        var graph = _chain.Build(
            ChainFixture.Model
                + """
                datasets: { d: { path: rows.jsonl }, other: { path: rows.jsonl, train: false } }
                methods: { lft: {}, sft: { type: full } }
                models: { chat: { path: model, trained_on: other } }
                generations: { theirs: { path: rows.jsonl, trained_on: d, model: chat } }
                stages: { shift: { compare: [{ from: lft.d, to: sft.d }] } }
                """
        );
        var models = ((ShiftSummaryOptions)ChainFixture.Find(graph, "shift-summary").Stage.Options).Models;

        Assert.Equal(["lft.d", "sft.d", "chat", "base", "theirs", "sft.d-against-lft.d"], models.Select(model => model.Table));
        Assert.Equal(["other"], models[0].Controls);
        Assert.Equal(["d"], models[2].Controls);
        Assert.Equal(["d", "other"], models[3].Controls);
        Assert.Equal(
            ["shift/chat", "shift/lft.d", "shift/sft.d", "shift/theirs"],
            ChainFixture.Reads(graph, "report", ReportStage.Shift).Order(StringComparer.Ordinal)
        );
    }

    public void Dispose() => _chain.Dispose();
}
