using Pipeline.App.Settings;
using Pipeline.App.Wiring.Answers;
using Pipeline.App.Wiring.Data;
using Pipeline.App.Wiring.World;
using Pipeline.Engine;
using Pipeline.Engine.Configuration;
using Pipeline.Engine.Planning;
using Pipeline.Stages.Answers;
using Pipeline.Stages.Attribution.IngestMarks;
using Pipeline.Stages.Attribution.Mark;

namespace Pipeline.App.Wiring.Attribution;

/// <summary>Wires what is called wrong, right or unclear in answers.</summary>
/// <param name="configuration">For the positions of errors.</param>
/// <param name="settings">Say by whom.</param>
/// <param name="graph">Takes the nodes.</param>
/// <param name="prompts">Say whether the truth is known.</param>
/// <param name="measures">Hold answers against it.</param>
internal sealed class MarkBuilder(
    BoundConfiguration configuration,
    PipelineSettings settings,
    GraphBuilder graph,
    PromptBuilder prompts,
    WorldMeasureBuilder measures
)
{
    /// <summary>The marked spans of a model's answers; null where the settings ask for none of it.</summary>
    /// <param name="model">The model.</param>
    /// <param name="models">All models that answered, any of which a file may speak of.</param>
    /// <exception cref="InputException">The settings say nothing of who marks spans, or the truth is not known.</exception>
    public StageNode? Build(ComparedModel model, IReadOnlyList<ComparedModel> models)
    {
        if (settings.Spans is not { } spans)
        {
            return null;
        }

        RequireOrigin(spans);
        var isMeasured = spans.Truth && model.Reported.Method != TuningMethod.Imported;
        return spans.Path is null && !spans.Reference && !isMeasured
            ? null
            : graph.Map(
                $"mark/{model.Name}",
                new MarkStage(new MarkOptions { Reference = spans.Reference }),
                [
                    new NodeOutput(MarkStage.Answers, model.Answers),
                    .. isMeasured ? [new NodeOutput(MarkStage.Measures, measures.Build(model))] : (NodeOutput[])[],
                ],
                spans.Path is { } path ? [new NodeOutput(MarkStage.Marks, Read(path, spans, models))] : []
            );
    }

    private void RequireOrigin(MarkSettings spans)
    {
        if (spans.Path is null && !spans.Truth && !spans.Reference)
        {
            throw configuration.Invalid("spans", "nothing says which spans are wrong; give a 'path', 'truth: true' or 'reference: true'.");
        }

        if (spans.Truth && !prompts.AskAboutTheWorld)
        {
            throw configuration.Invalid("spans.truth", "what is true is known only where 'prompts' ask about the fictional world.");
        }

        if (spans.Path is null && spans.Columns.Count > 0)
        {
            throw configuration.Invalid("spans.columns", "there is no 'path' whose fields they could be.");
        }
    }

    private StageNode Read(SettingPath path, MarkSettings spans, IReadOnlyList<ComparedModel> models) =>
        graph.Fold(
            "ingest-marks",
            new IngestMarksStage(
                new IngestMarksOptions
                {
                    File = path.Spelled,
                    Columns = ColumnMap.Sort(spans.Columns),
                    Models = [.. models.Select(model => model.Name)],
                }
            ),
            [
                new ExternalInput(IngestMarksStage.File, path.Absolute, []),
                .. models.Select(model => new NodeOutput(IngestMarksStage.Answers + model.Name, model.Answers)),
            ]
        );
}
