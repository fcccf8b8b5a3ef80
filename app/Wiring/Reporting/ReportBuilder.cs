using Pipeline.App.Settings;
using Pipeline.App.Wiring.Answers;
using Pipeline.App.Wiring.Attribution;
using Pipeline.App.Wiring.Data;
using Pipeline.Engine.Planning;
using Pipeline.Stages.Report;

namespace Pipeline.App.Wiring.Reporting;

/// <summary>Wires the report over all models: answers, their scores, their spans and those of their controls, and all other
/// results.</summary>
/// <param name="settings">The settings, datasets expanded to their sizes.</param>
/// <param name="graph">Takes the nodes.</param>
/// <param name="judgements">Score answers.</param>
/// <param name="verdicts">Judge spans.</param>
/// <param name="retrieval">Says what its scores are.</param>
/// <param name="baseModel">What models were tuned from, whose size the page tells.</param>
internal sealed class ReportBuilder(
    PipelineSettings settings,
    GraphBuilder graph,
    JudgementBuilder judgements,
    VerdictsBuilder verdicts,
    RetrievalBuilder retrieval,
    BaseModelInput baseModel
)
{
    /// <summary>The page.</summary>
    /// <param name="results">What it shows.</param>
    public StageNode Build(ChainResults results)
    {
        ComparedModel[] models = [.. results.Asked, .. results.Imported];
        var judged = Judge(results.Asked, results.Counterfactuals)
            .Concat(Judge(results.Imported, results.Counterfactuals))
            .ToDictionary(StringComparer.Ordinal);
        var report = settings.Stages.Report;
        return graph.Fold(
            "report",
            new ReportStage(
                new ReportOptions
                {
                    Title = report.Title,
                    Notice = report.Notice,
                    MaxAnswers = report.MaxAnswers,
                    MaxSpans = report.MaxSpans,
                    Similarity = retrieval.Score,
                    Index = retrieval.Approximate?.Index,
                    Models = [.. models.Select(model => Present(model, judged.GetValueOrDefault(model.Name)?.Control))],
                    Simplified = settings
                        .Datasets.Where(entry => entry.Value.Simplify)
                        .Select(entry => new SimplifiedDataset(entry.Key, entry.Value.From ?? ""))
                        .ToList(),
                }
            ),
            [
                .. results.Asked.Count > 0 ? [baseModel.ReadAs(ReportStage.Model)] : (NodeInput[])[],
                .. Further(results),
                .. models.SelectMany(Tables),
                .. results.ShiftSummary is { } shifts
                    ? (NodeInput[])[new NodeOutput(ReportStage.ShiftSummary, shifts, OutputScope.Everything)]
                    : [],
                .. judged.SelectMany(entry => Spans(entry.Key, entry.Value)),
                .. retrieval.Approximate is null ? [] : models.Where(model => model.IsCompared).Select(Nearest),
                .. models.Select(model => model.Dataset).OfType<WiredDataset>().DistinctBy(dataset => dataset.Name).SelectMany(Rows),
            ]
        );
    }

    private static IEnumerable<NodeInput> Further(ChainResults results)
    {
        if (results.Counterfactuals is { } counterfactuals)
        {
            yield return new NodeOutput(ReportStage.CounterfactualSummary, counterfactuals.Summary, OutputScope.Everything);
            foreach (var table in counterfactuals.Models)
            {
                yield return new NodeOutput(ReportStage.Counterfactual + table.Model, table.Spans);
            }
        }

        if (results.PromptCounterfactuals is { } rephrased)
        {
            yield return new NodeOutput(ReportStage.PromptCounterfactual, rephrased, OutputScope.Everything);
        }

        if (results.SourceRecall is { } recall)
        {
            yield return new NodeOutput(ReportStage.SourceRecall, recall, OutputScope.Everything);
        }

        if (results.WrongSpans is { } wrong)
        {
            yield return new NodeOutput(ReportStage.WrongSpans, wrong, OutputScope.Everything);
        }

        if (results.SourceSimilarity is { } similarity)
        {
            yield return new NodeOutput(ReportStage.SourceSimilarity, similarity, OutputScope.Everything);
        }

        if (results.Continuations is { } continuations)
        {
            yield return new NodeOutput(ReportStage.ContinuationSummary, continuations.Summary, OutputScope.Everything);
            foreach (var table in continuations.Tables)
            {
                yield return new NodeOutput(ReportStage.NameContinuations(table.Model, table.Scorer), table.Node);
            }
        }

        if (results.WorldResults is { } world)
        {
            yield return new NodeOutput(ReportStage.WorldResults, world, OutputScope.Everything);
        }

        if (results.Validity is { } validity)
        {
            yield return new NodeOutput(ReportStage.Validity, validity, OutputScope.Everything);
        }
    }

    private static ReportedModel Present(ComparedModel model, WiredControl? control) =>
        control is null ? model.Reported : model.Reported with { ComparedWith = control.Name, ComparedBy = control.Kind };

    /// <summary>A model's judged spans, and their rates beside its control's.</summary>
    private static NodeInput[] Spans(string model, JudgedSpans judged) =>
        [
            new NodeOutput(ReportStage.Spans + model, judged.Spans),
            new NodeOutput(ReportStage.Rates + model, judged.Rates, OutputScope.Everything),
        ];

    /// <summary>The rows near to a model's answers, with what of them an index finds.</summary>
    private NodeOutput Nearest(ComparedModel model) => new(ReportStage.Neighbours + model.Name, retrieval.Build(model, model.Dataset!));

    private static IEnumerable<NodeInput> Rows(WiredDataset dataset) =>
        [
            new NodeOutput(ReportStage.Instances + dataset.Name, dataset.Rows),
            new NodeOutput(ReportStage.Sources + dataset.Name, dataset.Sources, OutputScope.Everything),
        ];

    private IEnumerable<NodeInput> Tables(ComparedModel model)
    {
        yield return new NodeOutput(ReportStage.Answers + model.Name, model.Answers);
        yield return new NodeOutput(ReportStage.Judgements + model.Name, judgements.Build(model));
        if (model.Shift is { } shift)
        {
            yield return new NodeOutput(ReportStage.Shift + model.Name, shift);
        }

        if (model.Tuning is { } tuning)
        {
            yield return new NodeOutput(ReportStage.Training + model.Name, tuning.Node, OutputScope.Everything);
        }
    }

    /// <summary>The judged spans of each model that is compared with training rows, by its name.</summary>
    private IEnumerable<KeyValuePair<string, JudgedSpans>> Judge(
        IReadOnlyList<ComparedModel> models,
        CounterfactualTables? counterfactuals
    ) =>
        models
            .Where(model => model.IsCompared)
            .Select(model => KeyValuePair.Create(model.Name, verdicts.Build(model, models, counterfactuals)));
}
