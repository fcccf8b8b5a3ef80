using Pipeline.App.Settings;
using Pipeline.App.Wiring.Answers;
using Pipeline.App.Wiring.Data;
using Pipeline.Engine;
using Pipeline.Engine.Configuration;
using Pipeline.Engine.Planning;
using Pipeline.Stages.Attribution.PromptCounterfactual;
using Pipeline.Stages.Attribution.Rephrase;

namespace Pipeline.App.Wiring.Attribution;

/// <summary>Wires prompt counterfactuals: for each model the rephrasings of the prompts whose answers borrowed, its answers to them; then
/// what became of the spans.</summary>
/// <param name="configuration">For the positions of errors.</param>
/// <param name="settings">The settings.</param>
/// <param name="graph">Takes the nodes.</param>
/// <param name="prompts">What is rephrased.</param>
/// <param name="spans">Have what models borrowed.</param>
/// <param name="answers">Let models answer what was rephrased.</param>
internal sealed class PromptCounterfactualBuilder(
    BoundConfiguration configuration,
    PipelineSettings settings,
    GraphBuilder graph,
    PromptBuilder prompts,
    SpanTables spans,
    AnswerBuilder answers
)
{
    private const string Setting = "prompt_counterfactual";

    /// <summary>The node of all models' spans under rephrased prompts; null where the settings ask for none.</summary>
    /// <param name="models">The base and the models with weights.</param>
    /// <exception cref="InputException">There is no such model, or its spans are not known for certain.</exception>
    public StageNode? Build(IReadOnlyList<ComparedModel> models)
    {
        if (settings.PromptCounterfactual is not { } asked)
        {
            return null;
        }

        var chosen = new ModelChoice(configuration, models).Choose($"{Setting}.model", asked.Model);
        return graph.Fold(
            "prompt-counterfactual",
            new PromptCounterfactualStage(
                new PromptCounterfactualOptions
                {
                    Models = [.. chosen.Select(model => new RephrasedModel(model.Name, model.Tuning!.Variant))],
                    Level = asked.Level,
                    Top = asked.Top,
                }
            ),
            [.. chosen.SelectMany(model => Tables(model, models, asked))]
        );
    }

    private NodeInput[] Tables(ComparedModel model, IReadOnlyList<ComparedModel> models, PromptCounterfactualSettings asked)
    {
        var borrowed = spans.Find($"{Setting}.spans", model, models, asked.Spans);
        var rephrased = Rephrase(model, borrowed, asked);
        var generate = settings.Stages.Generate with { Template = model.Template };
        return
        [
            new NodeOutput(PromptCounterfactualStage.Spans + model.Name, borrowed),
            new NodeOutput(PromptCounterfactualStage.Rephrasings + model.Name, rephrased, OutputScope.Everything),
            new NodeOutput(
                PromptCounterfactualStage.Answers + model.Name,
                answers.Build($"{model.Name}@rephrased", model.Name, generate, rephrased, model.Weights)
            ),
        ];
    }

    private StageNode Rephrase(ComparedModel model, StageNode borrowed, PromptCounterfactualSettings asked)
    {
        var file = asked.Rephrasings;
        return graph.Fold(
            $"rephrase/{model.Name}",
            new RephraseStage(
                new RephraseOptions
                {
                    Level = asked.Level,
                    Top = asked.Top,
                    Seed = asked.Seed,
                    File = file?.Path.Spelled,
                    Columns = ColumnMap.Sort(file?.Columns ?? new Dictionary<string, string>()),
                    PartRows = settings.Stages.Ingest.PartRows,
                }
            ),
            [
                new NodeOutput(RephraseStage.Spans, borrowed),
                new NodeOutput(RephraseStage.Prompts, prompts.Build()),
                file is null
                    ? new NodeOutput(RephraseStage.Instances, model.Dataset!.Rows)
                    : new ExternalInput(RephraseStage.File, file.Path.Absolute, []),
            ]
        );
    }
}
