using Pipeline.Stages.World.Make;
using Pipeline.Stages.World.Results;

namespace Pipeline.Tests.App.Wiring.World;

/// <summary>Which models the results on the fictional world compare.</summary>
public sealed class WorldResultsBuilderTests : IDisposable
{
    private readonly ChainFixture _chain = new();

    [Fact]
    public void The_base_and_what_is_tuned_here_on_rows_of_the_world_that_no_result_changed()
    {
        var graph = _chain.Build(
            """
            model: model
            datasets:
              w: { world: { facts: new, rows: 20 } }
              short: { from: w, simplify: true }
              clean: { from: short, exclude: { table: certain } }
              file: { path: rows.jsonl }
            prompts: { world: { known: 5, unknown: 5 } }
            methods: { lft: { learning_rate: 3.0e-4, epochs: 2 } }
            models: { chat: { path: model, trained_on: w } }
            """
        );
        var models = ((WorldResultsOptions)ChainFixture.Find(graph, "world-results").Stage.Options).Models;

        Assert.Equal(["base", "lft.w", "lft.short"], models.Select(model => model.Name));
        Assert.Equal(
            (WorldFacts.New, ResponseStyle.Verbose, 3e-4, 2),
            (models[1].Facts, models[1].Style, models[1].LearningRate, models[1].Epochs)
        );
        Assert.Equal((ResponseStyle.Simple, "lft"), (models[2].Style, models[2].Family));
        Assert.Equal(["world-instructions/w", "simplify/short"], ChainFixture.Reads(graph, "world-results", WorldResultsStage.Instances));
        Assert.DoesNotContain("world-measure/chat", graph.Nodes.Select(node => node.Id));
    }

    public void Dispose() => _chain.Dispose();
}
