using Pipeline.Stages.Answers.Generate;
using Pipeline.Stages.World.Make;

namespace Pipeline.Tests.App.Wiring.World;

/// <summary>What models are asked beside the prompts where these are about the fictional world.</summary>
public sealed class WorldProbeBuilderTests : IDisposable
{
    private readonly ChainFixture _chain = new();

    [Fact]
    public void New_facts_are_asked_of_models_that_learned_them_and_known_ones_of_all()
    {
        var graph = _chain.Build(
            """
            model: model
            datasets: { new: { world: { facts: new, rows: 20 } }, known: { world: { facts: known, rows: 20 } } }
            prompts: { world: { known: 5, unknown: 5 } }
            methods: { lft: {} }
            stages: { world_probes: { forms: [held_out], known: 7, new: 50 } }
            """
        );

        Assert.Equal(
            ["generate/base@held_out", "generate/lft.known@held_out", "generate/lft.new@held_out", "generate/lft.new@instruction"],
            ChainFixture.Ids(graph, "generate/").Where(id => id.Contains('@', StringComparison.Ordinal)).Order(StringComparer.Ordinal)
        );
        Assert.Equal(["world-prompts/held_out-known"], ChainFixture.Reads(graph, "generate/lft.known@held_out", "prompts"));
        Assert.Equal(["world-prompts/held_out-new"], ChainFixture.Reads(graph, "generate/lft.new@held_out", "prompts"));
        Assert.Equal(
            (7, 20),
            ChainFixture.Find(graph, "world-prompts/held_out-new").Stage.Options is WorldPromptsOptions options
                ? (options.Known, options.New)
                : default
        );
        Assert.Equal("{content}", ((GenerateOptions)ChainFixture.Find(graph, "generate/lft.new@held_out").Stage.Options).Template.User);
    }

    public void Dispose() => _chain.Dispose();
}
