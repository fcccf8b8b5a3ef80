using Pipeline.App.Settings;
using Pipeline.Engine;
using Pipeline.Engine.Configuration;
using Pipeline.Engine.Planning;
using Pipeline.Stages.Attribution.Counterfactual;
using Pipeline.Stages.Attribution.CounterfactualSummary;
using Pipeline.Stages.Attribution.Exclude;
using Pipeline.Stages.Report;

namespace Pipeline.App.Wiring;

/// <summary>Wires counterfactuals: for each model and arm the rows to leave out, a retraining, its answers; then what became of the
/// spans.</summary>
/// <param name="configuration">For the positions of errors.</param>
/// <param name="settings">The settings.</param>
/// <param name="graph">Takes the nodes.</param>
/// <param name="models">The base and the models tuned here.</param>
/// <param name="dataset">The node of a dataset.</param>
/// <param name="tables">Has the models' spans.</param>
/// <param name="retrieval">Has the rows near to their answers.</param>
/// <param name="answers">The answers of a model: the base where its weights are null.</param>
/// <param name="model">The base model as an input of a name.</param>
internal sealed class CounterfactualBuilder(
    BoundConfiguration configuration,
    PipelineSettings settings,
    GraphBuilder graph,
    IReadOnlyList<ComparedModel> models,
    Func<string, StageNode> dataset,
    SpanTables tables,
    RetrievalBuilder retrieval,
    Func<string, NodeInput?, StageNode> answers,
    Func<string, NodeInput> model
)
{
    /// <summary>What the report shows of them: each model's spans, and the summary.</summary>
    public NodeInput[] Build(CounterfactualSettings counterfactual)
    {
        if (!counterfactual.Arms.Contains(ExclusionArm.Source))
        {
            throw configuration.Invalid(
                "counterfactual.arms",
                "'source' is not among them, and without it there is nothing to hold a placebo against."
            );
        }

        var chosen = new ModelChoice(configuration, models).Choose("counterfactual.model", counterfactual.Model);
        if (chosen.FirstOrDefault(found => found.Tuning!.Without is null) is { } matched)
        {
            throw configuration.Invalid(
                "counterfactual.model",
                $"'{matched.Name}' is chosen by its training loss, so that what to train again is not known before; name one of its "
                    + "variants and set 'matched_loss.keep_variants'."
            );
        }

        var measured = chosen.Select(found => (Model: found, Node: Measured(found, counterfactual))).ToList();
        var summary = graph.Fold(
            "counterfactual-summary",
            new CounterfactualSummaryStage(
                new CounterfactualSummaryOptions
                {
                    Models = measured.Select(entry => new RetrainedModel(entry.Model.Name, entry.Model.Tuning!.Variant)).ToList(),
                }
            ),
            [.. measured.Select(entry => new NodeOutput(CounterfactualSummaryStage.Spans + entry.Model.Name, entry.Node))]
        );
        return
        [
            new NodeOutput(ReportStage.CounterfactualSummary, summary, OutputScope.Everything),
            .. measured.Select(entry => new NodeOutput(ReportStage.Counterfactual + entry.Model.Name, entry.Node)),
        ];
    }

    private StageNode Measured(ComparedModel found, CounterfactualSettings counterfactual)
    {
        var spans = tables.Find("counterfactual.spans", found, models, counterfactual.Spans);
        var inputs = new List<NodeInput>
        {
            model(CounterfactualStage.Model),
            new NodeOutput(CounterfactualStage.Spans, spans),
            new NodeOutput(CounterfactualStage.Tuned + CounterfactualArm.Full.Spell(), found.Tuned!, OutputScope.Everything),
            new NodeOutput(CounterfactualStage.Answers + CounterfactualArm.Full.Spell(), found.Answers),
            new NodeOutput(CounterfactualStage.Answers + CounterfactualArm.Base.Spell(), answers("base", null)),
        };
        var arms = counterfactual.Arms.Distinct().Order().ToList();
        foreach (var arm in arms)
        {
            var name = arm.Spell();
            var label = $"{found.Name}-without-{name}";
            var excluded = graph.Fold(
                $"exclude/{label}",
                new ExcludeStage(
                    new ExcludeOptions
                    {
                        Arm = arm,
                        Top = counterfactual.Top,
                        Seed = counterfactual.Seed,
                        EqualArms = true,
                    }
                ),
                new NodeOutput(ExcludeStage.Instances, dataset(found.Dataset!)),
                new NodeOutput(ExcludeStage.Spans + found.Name, spans),
                new NodeOutput(ExcludeStage.Neighbours + found.Name, retrieval.Retrieved(found, found.Dataset!))
            );
            var tuned = found.Tuning!.Without!(label, excluded);
            inputs.Add(new NodeOutput(CounterfactualStage.Excluded + name, excluded));
            inputs.Add(new NodeOutput(CounterfactualStage.Tuned + name, tuned, OutputScope.Everything));
            inputs.Add(
                new NodeOutput(
                    CounterfactualStage.Answers + name,
                    answers(label, new NodeOutput(CounterfactualStage.Tuned + name, tuned, OutputScope.Everything))
                )
            );
        }

        var shift = settings.Stages.Shift;
        return graph.Fold(
            $"counterfactual/{found.Name}",
            new CounterfactualStage(
                new CounterfactualOptions
                {
                    Model = found.Name,
                    Arms = arms.ConvertAll(Retrained),
                    Device = shift.Device,
                    Precision = shift.Precision,
                    BatchSize = shift.BatchSize,
                }
            ),
            inputs
        );
    }

    private static CounterfactualArm Retrained(ExclusionArm without) =>
        without switch
        {
            ExclusionArm.Source => CounterfactualArm.Source,
            ExclusionArm.Similar => CounterfactualArm.Similar,
            _ => CounterfactualArm.Random,
        };
}
