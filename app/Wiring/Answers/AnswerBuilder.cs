using Pipeline.App.Settings;
using Pipeline.App.Wiring.Data;
using Pipeline.Engine.Planning;
using Pipeline.Modeling.Tokenization.Templates;
using Pipeline.Stages.Answers.Generate;

namespace Pipeline.App.Wiring.Answers;

/// <summary>Wires the answers of models to the prompts.</summary>
/// <param name="settings">The settings.</param>
/// <param name="graph">Takes the nodes.</param>
/// <param name="prompts">What every model is asked.</param>
/// <param name="baseModel">What answers, with or without tuned weights.</param>
internal sealed class AnswerBuilder(PipelineSettings settings, GraphBuilder graph, PromptBuilder prompts, BaseModelInput baseModel)
{
    /// <summary>The answers of a model to the prompts of the settings.</summary>
    /// <param name="label">Its name.</param>
    /// <param name="weights">Its weights; null for the base.</param>
    /// <param name="template">How its prompts are spelled.</param>
    /// <param name="inContext">A text with examples that stands before the request instead of the template; null for the template.</param>
    public StageNode Build(string label, NodeInput? weights, ChatTemplate template, string? inContext = null) =>
        Build(label, label, settings.Stages.Generate with { Template = template, InContext = inContext }, prompts.Build(), weights);

    /// <summary>The answers of a model to prompts of another kind.</summary>
    /// <param name="id">The node's variant.</param>
    /// <param name="model">The model's name.</param>
    /// <param name="options">How answers are written.</param>
    /// <param name="asked">The node of the prompts.</param>
    /// <param name="weights">The model's weights; null for the base.</param>
    public StageNode Build(string id, string model, GenerateOptions options, StageNode asked, NodeInput? weights)
    {
        NodeInput[] tuned = weights is null ? [] : [weights with { Name = GenerateStage.Tuned }];
        return graph.Map(
            $"generate/{id}",
            new GenerateStage(options with { Model = model, Seed = settings.Seed[0] }),
            [new NodeOutput(GenerateStage.Prompts, asked)],
            [baseModel.ReadAs(GenerateStage.Model), .. tuned]
        );
    }
}
