using Pipeline.App.Settings;
using Pipeline.App.Wiring.Answers;
using Pipeline.App.Wiring.Data;
using Pipeline.App.Wiring.Tuning;
using Pipeline.Engine;
using Pipeline.Engine.Configuration;
using Pipeline.Engine.Planning;
using Pipeline.Stages.Attribution.Counterfactual;
using Pipeline.Stages.Attribution.CounterfactualSummary;
using Pipeline.Stages.Attribution.Exclude;

namespace Pipeline.App.Wiring.Attribution;

/// <summary>Wires counterfactuals: for each model and arm the rows to leave out, a retraining, its answers; then what became of the
/// spans.</summary>
/// <param name="configuration">For the positions of errors.</param>
/// <param name="settings">The settings.</param>
/// <param name="graph">Takes the nodes.</param>
/// <param name="spans">Have what models borrowed.</param>
/// <param name="retrieval">Has the rows near to their answers.</param>
/// <param name="exclusions">Choose the rows to leave out.</param>
/// <param name="training">Trains again.</param>
/// <param name="bases">Have the base's answers.</param>
/// <param name="answers">Let what is trained again answer.</param>
/// <param name="baseModel">What was tuned.</param>
internal sealed class CounterfactualBuilder(
    BoundConfiguration configuration,
    PipelineSettings settings,
    GraphBuilder graph,
    SpanTables spans,
    RetrievalBuilder retrieval,
    ExclusionBuilder exclusions,
    TrainingBuilder training,
    BaseBuilder bases,
    AnswerBuilder answers,
    BaseModelInput baseModel
)
{
    /// <summary>Each model's spans with their fate, and the summary; null where the settings ask for none.</summary>
    /// <param name="models">The base and the models with weights.</param>
    /// <exception cref="InputException">A model cannot be trained again, or nothing would be held against a placebo.</exception>
    public CounterfactualTables? Build(IReadOnlyList<ComparedModel> models)
    {
        if (settings.Counterfactual is not { } counterfactual)
        {
            return null;
        }

        if (!counterfactual.Arms.Contains(ExclusionArm.Source))
        {
            throw configuration.Invalid(
                "counterfactual.arms",
                "'source' is not among them, and without it there is nothing to hold a placebo against."
            );
        }

        var chosen = new ModelChoice(configuration, models).Choose("counterfactual.model", counterfactual.Model);
        if (chosen.FirstOrDefault(model => model.Tuning!.Recipe is null) is { } matched)
        {
            throw configuration.Invalid(
                "counterfactual.model",
                $"'{matched.Name}' is chosen by its training loss, so that what to train again is not known before; name one of its "
                    + "variants and set 'matched_loss.keep_variants'."
            );
        }

        var tables = chosen
            .Select(model => new CounterfactualTable(model.Name, model.Tuning!.Variant, Measured(model, models, counterfactual)))
            .ToList();
        var summary = graph.Fold(
            "counterfactual-summary",
            new CounterfactualSummaryStage(
                new CounterfactualSummaryOptions { Models = tables.ConvertAll(table => new RetrainedModel(table.Model, table.Variant)) }
            ),
            [.. tables.Select(table => new NodeOutput(CounterfactualSummaryStage.Spans + table.Model, table.Spans))]
        );
        return new CounterfactualTables(summary, tables);
    }

    private StageNode Measured(ComparedModel model, IReadOnlyList<ComparedModel> models, CounterfactualSettings counterfactual)
    {
        var (tuning, dataset) = (model.Tuning!, model.Dataset!);
        var borrowed = spans.Find("counterfactual.spans", model, models, counterfactual.Spans);
        var inputs = new List<NodeInput>
        {
            baseModel.ReadAs(CounterfactualStage.Model),
            new NodeOutput(CounterfactualStage.Spans, borrowed),
            new NodeOutput(CounterfactualStage.Tuned + CounterfactualArm.Full.Spell(), tuning.Node, OutputScope.Everything),
            new NodeOutput(CounterfactualStage.Answers + CounterfactualArm.Full.Spell(), model.Answers),
            new NodeOutput(CounterfactualStage.Answers + CounterfactualArm.Base.Spell(), bases.Build().Answers),
        };
        var arms = counterfactual.Arms.Distinct().Order().ToList();
        foreach (var arm in arms)
        {
            var name = arm.Spell();
            var label = $"{model.Name}-without-{name}";
            var excluded = Excluded(
                label,
                arm,
                counterfactual,
                dataset,
                new BlamingTables(model.Name, borrowed, retrieval.Build(model, dataset))
            );
            var tuned = new NodeOutput(
                CounterfactualStage.Tuned + name,
                training.TrainWithout(tuning.Recipe!, label, excluded),
                OutputScope.Everything
            );
            inputs.Add(new NodeOutput(CounterfactualStage.Excluded + name, excluded));
            inputs.Add(tuned);
            inputs.Add(new NodeOutput(CounterfactualStage.Answers + name, answers.Build(label, tuned, model.Template)));
        }

        var shift = settings.Stages.Shift;
        return graph.Fold(
            $"counterfactual/{model.Name}",
            new CounterfactualStage(
                new CounterfactualOptions
                {
                    Model = model.Name,
                    Level = counterfactual.Level,
                    Arms = arms.ConvertAll(Describe),
                    Device = shift.Device,
                    Precision = shift.Precision,
                    BatchSize = shift.BatchSize,
                }
            ),
            inputs
        );
    }

    private StageNode Excluded(
        string label,
        ExclusionArm arm,
        CounterfactualSettings counterfactual,
        WiredDataset dataset,
        BlamingTables blaming
    ) =>
        exclusions.Build(
            label,
            new ExcludeOptions
            {
                Arm = arm,
                Level = counterfactual.Level,
                Top = counterfactual.Top,
                Seed = counterfactual.Seed,
                EqualArms = true,
            },
            dataset,
            [blaming]
        );

    private static CounterfactualArm Describe(ExclusionArm without) =>
        without switch
        {
            ExclusionArm.Source => CounterfactualArm.Source,
            ExclusionArm.Similar => CounterfactualArm.Similar,
            _ => CounterfactualArm.Random,
        };
}
