using Pipeline.Stages.Attribution.Counterfactual;
using Pipeline.Stages.Attribution.CounterfactualSummary;

namespace Pipeline.Tests.App.Wiring.Attribution;

/// <summary>What a counterfactual is made of.</summary>
public sealed class CounterfactualBuilderTests : IDisposable
{
    private const string Tuned =
        ChainFixture.Model + "seed: [1, 2]\ndatasets: { d: { path: rows.jsonl } }\nmethods: { lft: {}, sft: { type: full } }\n";

    private readonly ChainFixture _chain = new();

    [Fact]
    public void A_name_without_the_seed_stands_for_all_and_each_arm_is_a_retraining_that_answers()
    {
        var graph = _chain.Build(Tuned + "counterfactual: { model: lft.d, arms: [random, source] }");
        var summary = (CounterfactualSummaryOptions)ChainFixture.Find(graph, "counterfactual-summary").Stage.Options;

        Assert.Equal([("lft-s1.d", "lft.d"), ("lft-s2.d", "lft.d")], summary.Models.Select(model => (model.Model, model.Series)));
        Assert.Equal(
            ["generate/lft-s2.d", "generate/base", "generate/lft-s2.d-without-source", "generate/lft-s2.d-without-random"],
            ChainFixture.Reads(graph, "counterfactual/lft-s2.d", CounterfactualStage.Answers)
        );
        Assert.Equal(["fine-tune/lft-s2.d-without-random"], ChainFixture.Reads(graph, "generate/lft-s2.d-without-random", "tuned"));
    }

    [Theory]
    [InlineData("counterfactual: { model: lft.d, arms: [random] }", "counterfactual.arms: 'source' is not among them")]
    [InlineData("counterfactual: { model: nobody }", "counterfactual.model: 'nobody' is no model that is tuned here; there are: lft-s1.d")]
    [InlineData("matched_loss: {}\ncounterfactual: { model: lft.d }", "'lft-s1.d' is chosen by its training loss")]
    [InlineData(
        "counterfactual: { model: lft.d, spans: certain }",
        "counterfactual.spans: what 'lft-s1.d' borrowed is known for certain only"
    )]
    public void What_cannot_be_measured_is_refused(string settings, string said) =>
        Assert.Contains(said, _chain.Refused(Tuned + settings), StringComparison.Ordinal);

    public void Dispose() => _chain.Dispose();
}
