using Pipeline.Stages.Tuning.MatchLoss;

namespace Pipeline.Tests.App.Wiring.Tuning;

/// <summary>A model is chosen by training loss for each seed, among variants of that seed.</summary>
public sealed class MatchedLossBuilderTests : IDisposable
{
    private readonly ChainFixture _chain = new();

    [Fact]
    public void Each_seed_has_its_own_choice_and_another_programs_models_are_no_part_of_it()
    {
        var graph = _chain.Build(
            ChainFixture.Model
                + """
                datasets: { d: { path: rows.jsonl } }
                seed: [1, 2]
                methods: { lft: {}, sft: { type: full }, own: { type: command, command: [train] } }
                matched_loss: {}
                """
        );

        Assert.Equal(["fine-tune/sft-s2.d"], ChainFixture.Reads(graph, "match-loss/sft-s2.d", MatchLossStage.Candidate));
        Assert.Equal(["fine-tune/lft-s2.d"], ChainFixture.Reads(graph, "match-loss/sft-s2.d", MatchLossStage.Other));
        Assert.Equal(4, ChainFixture.Ids(graph, "match-loss/").Count());
        Assert.Equal(["fine-tune-command/own-s1.d"], ChainFixture.Reads(graph, "generate/own-s1.d", "tuned"));
    }

    public void Dispose() => _chain.Dispose();
}
