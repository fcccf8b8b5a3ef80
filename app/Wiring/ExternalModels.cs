using Pipeline.App.Settings;
using Pipeline.Engine.Configuration;
using Pipeline.Engine.Planning;
using Pipeline.Modeling.Models;
using Pipeline.Modeling.Tokenization.Templates;
using Pipeline.Stages.Answers;
using Pipeline.Stages.Answers.Import;
using Pipeline.Stages.Answers.Shift;
using Pipeline.Stages.Report;

namespace Pipeline.App.Wiring;

/// <summary>Wires models that were tuned elsewhere, and answers that were written elsewhere.</summary>
/// <param name="configuration">For the positions of errors.</param>
/// <param name="settings">The settings, datasets expanded to their sizes.</param>
/// <param name="graph">Takes the nodes.</param>
/// <param name="datasets">Knows which datasets there are.</param>
/// <param name="answers">Lets the models answer.</param>
/// <param name="shifts">Measures their token shift.</param>
internal sealed class ExternalModels(
    BoundConfiguration configuration,
    PipelineSettings settings,
    GraphBuilder graph,
    DatasetBuilder datasets,
    AnswerBuilder answers,
    ShiftBuilder shifts
)
{
    /// <summary>The models whose answers are imported.</summary>
    public IReadOnlyList<ComparedModel> Imported =>
        field ??= settings
            .Generations.Select(entry => new ComparedModel(
                new ReportedModel(entry.Key, TuningMethod.Imported, entry.Value.TrainedOn, entry.Value.Control),
                entry.Value.TrainedOn,
                graph.Fold(
                    $"ingest-generations/{entry.Key}",
                    new IngestGenerationsStage(ImportOptionsOf(settings, entry.Key)),
                    new ExternalInput(IngestGenerationsStage.File, entry.Value.Path.Absolute, [])
                )
            ))
            .ToList();

    /// <summary>What the import is told of a model's answers.</summary>
    public static IngestGenerationsOptions ImportOptionsOf(PipelineSettings settings, string name) =>
        new()
        {
            Model = name,
            File = settings.Generations[name].Path.Spelled,
            Columns = new SortedDictionary<string, string>(settings.Generations[name].Columns.ToDictionary(), StringComparer.Ordinal),
            Limit = settings.Generations[name].Limit,
            PartRows = settings.Stages.Ingest.PartRows,
        };

    /// <summary>The models that were tuned elsewhere; with no prompts to ask them, those that only wrote imported answers are left
    /// out.</summary>
    public IReadOnlyList<ComparedModel> Tuned => field ??= Elsewhere().ToList();

    /// <summary>Imported answers with their token shift, where the settings say which model wrote them.</summary>
    /// <param name="imported">The answers.</param>
    /// <param name="compared">The models with weights.</param>
    public ComparedModel Measured(ComparedModel imported, List<ComparedModel> compared)
    {
        if (settings.Generations[imported.Name].Model is not { } name)
        {
            return imported;
        }

        var (weights, template) =
            compared.Find(model => model.Name == name) is { } known ? (known.Weights!, known.Template)
            : settings.Models.TryGetValue(name, out var elsewhere) ? WeightsOf(name, elsewhere)
            : throw configuration.Invalid(
                $"generations.{imported.Name}.model",
                $"'{name}' is none of 'models' and no model tuned here; there are: "
                    + $"{string.Join(", ", settings.Models.Keys.Concat(compared.Select(model => model.Name)).Distinct())}."
            );
        return imported with { Shift = shifts.Measured(imported with { Weights = weights, Template = template }) };
    }

    private IEnumerable<ComparedModel> Elsewhere()
    {
        foreach (var (name, model) in settings.Models)
        {
            if (model.TrainedOn.Length > 0)
            {
                datasets.RequireNamed($"models.{name}.trained_on", model.TrainedOn);
            }

            if (settings.Prompts is not null || settings.Generations.Values.All(generation => generation.Model != name))
            {
                var (weights, template) = WeightsOf(name, model);
                string? dataset = model.TrainedOn.Length > 0 ? model.TrainedOn : null;
                var compared = new ComparedModel(
                    new ReportedModel(name, TuningMethod.External, model.TrainedOn, false),
                    dataset,
                    answers.Generate(name, weights, template)
                )
                {
                    Weights = weights,
                    Template = template,
                };
                yield return compared with
                {
                    Shift = shifts.Measured(compared),
                };
            }
        }
    }

    /// <summary>How a model's prompts are spelled.</summary>
    public ChatTemplate TemplateOf(string name, ModelSettings model) =>
        answers.Template(model.Template ?? settings.Stages.Tokenize.Template, $"models.{name}.template");

    private (NodeInput Weights, ChatTemplate Template) WeightsOf(string name, ModelSettings model) =>
        (
            new ExternalInput(ShiftStage.Tuned, model.Path.Absolute, [.. CheckpointWriter.Patterns, AdapterFile.ConfigurationName]),
            TemplateOf(name, model)
        );
}
