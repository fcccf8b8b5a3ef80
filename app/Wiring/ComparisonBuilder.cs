using Pipeline.App.Settings;
using Pipeline.Engine.Planning;
using Pipeline.Stages.Answers.Judge;
using Pipeline.Stages.Attribution.Attribute;
using Pipeline.Stages.Report;

namespace Pipeline.App.Wiring;

/// <summary>Wires what happens to answers: attribution against a control both ways, judging, the report.</summary>
internal sealed class ComparisonBuilder(
    PipelineSettings settings,
    GraphBuilder graph,
    RetrievalBuilder retrieval,
    Func<string, StageNode> dataset,
    Func<string, StageNode> root
)
{
    /// <summary>The report over all models: those tuned here with the base, and those imported.</summary>
    /// <param name="tuned">Those tuned here, with the base.</param>
    /// <param name="imported">Those that ran elsewhere.</param>
    /// <param name="shiftSummary">The summary of the token shift; null where none was measured.</param>
    /// <param name="further">What else the report shows, by its inputs' names.</param>
    public StageNode Report(
        IReadOnlyList<ComparedModel> tuned,
        IReadOnlyList<ComparedModel> imported,
        StageNode? shiftSummary,
        params IReadOnlyList<NodeInput> further
    )
    {
        var inputs = new List<NodeInput>(further);
        var models = tuned.Concat(imported).ToList();
        foreach (var model in models)
        {
            inputs.Add(new NodeOutput(ReportStage.Answers + model.Name, model.Answers));
            inputs.Add(new NodeOutput(ReportStage.Judgements + model.Name, Judged(model)));
            if (model.Shift is not null)
            {
                inputs.Add(new NodeOutput(ReportStage.Shift + model.Name, model.Shift));
            }

            if (model.Tuned is not null)
            {
                inputs.Add(new NodeOutput(ReportStage.Training + model.Name, model.Tuned, OutputScope.Everything));
            }
        }

        if (shiftSummary is not null)
        {
            inputs.Add(new NodeOutput(ReportStage.ShiftSummary, shiftSummary, OutputScope.Everything));
        }

        AddSpans(inputs, tuned);
        AddSpans(inputs, imported);
        foreach (var name in models.Select(model => model.Dataset).OfType<string>().Distinct(StringComparer.Ordinal))
        {
            inputs.Add(new NodeOutput(ReportStage.Instances + name, dataset(name)));
            inputs.Add(new NodeOutput(ReportStage.Sources + name, root(name), OutputScope.Everything));
        }

        var report = settings.Stages.Report;
        var options = new ReportOptions
        {
            Title = report.Title,
            Notice = report.Notice,
            MaxAnswers = report.MaxAnswers,
            MaxSpans = report.MaxSpans,
            Similarity = retrieval.Score,
            Models = [.. tuned.Select(model => Reported(model, tuned)), .. imported.Select(model => Reported(model, imported))],
            Simplified = settings
                .Datasets.Where(entry => entry.Value.Simplify)
                .Select(entry => new SimplifiedDataset(entry.Key, entry.Value.From ?? ""))
                .ToList(),
        };
        return graph.Fold("report", new ReportStage(options), inputs);
    }

    /// <summary>The spans of a model's answers; <paramref name="models"/> holds its controls, which it is told who wrote a span
    /// too.</summary>
    public StageNode Spans(ComparedModel model, IReadOnlyList<ComparedModel> models) =>
        Attributed(model, model.Dataset!, model.Name, Controls(model, models));

    /// <summary>
    /// For each model the spans that the controls did not write; and for its first control, against the same rows, those that the model did
    /// not write. Counted alike both ways, the difference is what training on the rows added.
    /// </summary>
    private void AddSpans(List<NodeInput> inputs, IReadOnlyList<ComparedModel> models)
    {
        foreach (var model in models.Where(model => !model.Reported.Control && model.Dataset is not null))
        {
            inputs.Add(new NodeOutput(ReportStage.Spans + model.Name, Spans(model, models)));
            if (Controls(model, models) is [var control, ..])
            {
                inputs.Add(
                    new NodeOutput(
                        ReportStage.ControlSpans + model.Name,
                        Attributed(control, model.Dataset!, $"{control.Name}-against-{model.Name}", [model])
                    )
                );
            }
        }
    }

    private ReportedModel Reported(ComparedModel model, IReadOnlyList<ComparedModel> models) =>
        model.Reported.Control || model.Dataset is null
            ? model.Reported
            : model.Reported with
            {
                ComparedWith = Controls(model, models).FirstOrDefault()?.Name,
            };

    /// <summary>The models never trained on a model's rows: the base, or those held against the same dataset or one that it is a part
    /// of.</summary>
    private List<ComparedModel> Controls(ComparedModel model, IReadOnlyList<ComparedModel> models)
    {
        var origins = new List<string>();
        for (var name = model.Dataset; name is not null && !origins.Contains(name); name = settings.Datasets.GetValueOrDefault(name)?.From)
        {
            origins.Add(name);
        }

        return models.Where(other => other.Reported.Control && (other.Dataset is null || origins.Contains(other.Dataset))).ToList();
    }

    private StageNode Attributed(ComparedModel model, string rows, string id, IReadOnlyList<ComparedModel> controls) =>
        graph.Map(
            $"attribute/{id}",
            new AttributeStage(settings.Stages.Attribute),
            [
                new NodeOutput(AttributeStage.Answers, model.Answers),
                new NodeOutput(AttributeStage.Neighbours, retrieval.Retrieved(model, rows)),
            ],
            [
                new NodeOutput(AttributeStage.Instances, dataset(rows)),
                .. controls.Select(control => new NodeOutput(AttributeStage.Controls + control.Name, control.Answers)),
            ]
        );

    private StageNode Judged(ComparedModel model) =>
        graph.Map($"judge/{model.Name}", new JudgeStage(settings.Stages.Judge), [new NodeOutput(JudgeStage.Answers, model.Answers)]);
}
