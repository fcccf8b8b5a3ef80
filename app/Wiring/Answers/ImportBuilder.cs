using Pipeline.App.Settings;
using Pipeline.App.Wiring.Data;
using Pipeline.Engine;
using Pipeline.Engine.Configuration;
using Pipeline.Engine.Planning;
using Pipeline.Stages.Answers;
using Pipeline.Stages.Answers.Import;
using Pipeline.Stages.Report;

namespace Pipeline.App.Wiring.Answers;

/// <summary>Wires answers that were written elsewhere.</summary>
/// <param name="configuration">For the positions of errors.</param>
/// <param name="settings">Name the files.</param>
/// <param name="graph">Takes the nodes.</param>
/// <param name="templates">Have the templates of the models that wrote them.</param>
/// <param name="external">Has the weights of those models.</param>
/// <param name="shifts">Measure their token shift.</param>
internal sealed class ImportBuilder(
    BoundConfiguration configuration,
    PipelineSettings settings,
    GraphBuilder graph,
    TemplateChoice templates,
    ExternalModelBuilder external,
    ShiftBuilder shifts
)
{
    /// <summary>The answers of a file.</summary>
    /// <param name="name">Their model's name in the settings.</param>
    /// <param name="dataset">The dataset that the model was trained on, or that a control is held against.</param>
    public ComparedModel Build(string name, WiredDataset dataset)
    {
        var generation = settings.Generations[name];
        return new ComparedModel(
            new ReportedModel(name, TuningMethod.Imported, dataset.Name, generation.Control),
            dataset,
            graph.Fold(
                $"ingest-generations/{name}",
                new IngestGenerationsStage(
                    new IngestGenerationsOptions
                    {
                        Model = name,
                        File = generation.Path.Spelled,
                        Columns = ColumnMap.Sort(generation.Columns),
                        Limit = generation.Limit,
                        PartRows = settings.Stages.Ingest.PartRows,
                    }
                ),
                new ExternalInput(IngestGenerationsStage.File, generation.Path.Absolute, [])
            )
        );
    }

    /// <summary>Imported answers with their token shift, where the settings say which model wrote them.</summary>
    /// <param name="imported">The answers.</param>
    /// <param name="compared">The models with weights.</param>
    /// <exception cref="InputException">The settings name a model that there is not.</exception>
    public ComparedModel Measure(ComparedModel imported, IReadOnlyList<ComparedModel> compared) =>
        settings.Generations[imported.Name].Model is not { } writer ? imported
        : compared.FirstOrDefault(model => model.Name == writer) is { } known
            ? Measure(imported with { Weights = known.Weights, Template = known.Template })
        : settings.Models.ContainsKey(writer)
            ? Measure(imported with { Weights = external.FindWeights(writer), Template = templates.FindForModel(writer) })
        : throw configuration.Invalid(
            $"generations.{imported.Name}.model",
            $"'{writer}' is none of 'models' and no model tuned here; there are: "
                + $"{string.Join(", ", settings.Models.Keys.Concat(compared.Select(model => model.Name)).Distinct())}."
        );

    /// <summary>The weights are those of whoever wrote the answers; what is compared stays a table of answers.</summary>
    private ComparedModel Measure(ComparedModel written) => shifts.Measure(written) with { Weights = null };
}
