using Pipeline.App.Settings;
using Pipeline.Engine.Planning;
using Pipeline.Stages.Answers.Judge;

namespace Pipeline.App.Wiring.Answers;

/// <summary>Wires the scores of answers.</summary>
/// <param name="settings">The settings.</param>
/// <param name="graph">Takes the nodes.</param>
internal sealed class JudgementBuilder(PipelineSettings settings, GraphBuilder graph)
{
    /// <summary>A row of scores for each answer of a model.</summary>
    /// <param name="model">The model.</param>
    public StageNode Build(ComparedModel model) =>
        graph.Map($"judge/{model.Name}", new JudgeStage(settings.Stages.Judge), [new NodeOutput(JudgeStage.Answers, model.Answers)]);
}
