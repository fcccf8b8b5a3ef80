using Pipeline.App.Wiring.Answers;
using Pipeline.App.Wiring.Data;
using Pipeline.Engine.Planning;
using Pipeline.Stages.World.Borrowings;
using Pipeline.Stages.World.Make;
using Pipeline.Stages.World.Measure;

namespace Pipeline.App.Wiring.World;

/// <summary>Wires what the fictional world allows to be measured exactly: answers held against the truth, and what is borrowed for
/// certain.</summary>
/// <param name="graph">Takes the nodes.</param>
/// <param name="datasets">Have the sets' control twins.</param>
/// <param name="world">Has the world's own tables.</param>
/// <param name="origins">Say which datasets are about the world.</param>
/// <param name="prompts">What every model is asked.</param>
internal sealed class WorldMeasureBuilder(
    GraphBuilder graph,
    DatasetBuilder datasets,
    WorldDataBuilder world,
    WorldOrigins origins,
    PromptBuilder prompts
)
{
    /// <summary>A model's answers to the prompts, held against the truth.</summary>
    /// <param name="model">The model.</param>
    public StageNode Build(ComparedModel model) => Build(model.Name, model.Dataset, model.Answers, prompts.Build());

    /// <summary>Answers held against the truth.</summary>
    /// <param name="id">The node's variant.</param>
    /// <param name="dataset">What their model was trained on; null for the base.</param>
    /// <param name="answers">The node of the answers.</param>
    /// <param name="asked">The node of the prompts and of the truth about them.</param>
    public StageNode Build(string id, WiredDataset? dataset, StageNode answers, StageNode asked)
    {
        var inputs = new List<NodeInput>
        {
            new NodeOutput(WorldMeasureStage.Facts, world.BuildFacts(), OutputScope.Everything),
            new NodeOutput(WorldMeasureStage.Truths, asked, OutputScope.Everything),
        };
        if (dataset is not null && origins.Find(dataset.Name) is { } origin)
        {
            var (twin, rows) = ($"{origin.Name}-control", origin.Rows with { Pool = WorldPool.Control });
            inputs.Add(new NodeOutput(WorldMeasureStage.Instances, dataset.Rows));
            inputs.Add(new NodeOutput(WorldMeasureStage.Sources, world.BuildDataset(origin.Name, origin.Rows), OutputScope.Everything));
            inputs.Add(new NodeOutput(WorldMeasureStage.ControlInstances, datasets.BuildControl(dataset.Name).Rows));
            inputs.Add(new NodeOutput(WorldMeasureStage.ControlSources, world.BuildDataset(twin, rows), OutputScope.Everything));
        }

        return graph.Map($"world-measure/{id}", new WorldMeasureStage(), [new NodeOutput(WorldMeasureStage.Answers, answers)], inputs);
    }

    /// <summary>The certain borrowings of a model's answers as spans; null where it was not tuned on rows of the world or not asked about
    /// it.</summary>
    /// <param name="model">The model.</param>
    public StageNode? BuildBorrowings(ComparedModel model) =>
        !prompts.AskAboutTheWorld || model.Dataset is not { } dataset || origins.Find(dataset.Name) is null
            ? null
            : graph.Map(
                $"world-borrowings/{model.Name}",
                new WorldBorrowingsStage(),
                [new NodeOutput(WorldBorrowingsStage.Measures, Build(model))],
                new NodeOutput(WorldBorrowingsStage.Instances, dataset.Rows)
            );
}
