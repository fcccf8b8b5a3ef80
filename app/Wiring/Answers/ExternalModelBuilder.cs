using Pipeline.App.Settings;
using Pipeline.App.Wiring.Data;
using Pipeline.Engine.Planning;
using Pipeline.Modeling.Models;
using Pipeline.Stages.Answers;
using Pipeline.Stages.Answers.Shift;
using Pipeline.Stages.Report;

namespace Pipeline.App.Wiring.Answers;

/// <summary>Wires models that were tuned elsewhere: their answers and their token shift.</summary>
/// <param name="settings">Name the models.</param>
/// <param name="templates">Have their templates.</param>
/// <param name="answers">Let them answer.</param>
/// <param name="shifts">Measure their token shift.</param>
internal sealed class ExternalModelBuilder(PipelineSettings settings, TemplateChoice templates, AnswerBuilder answers, ShiftBuilder shifts)
{
    /// <summary>Whether a model answers: with no prompts to ask them, those that only wrote imported answers are left out.</summary>
    /// <param name="name">The model's name in the settings.</param>
    public bool Answers(string name) =>
        settings.Prompts is not null || settings.Generations.Values.All(generation => generation.Model != name);

    /// <summary>A model.</summary>
    /// <param name="name">Its name in the settings.</param>
    /// <param name="dataset">The dataset that it was trained on; null where that is not known.</param>
    public ComparedModel Build(string name, WiredDataset? dataset)
    {
        var (weights, template) = (FindWeights(name), templates.FindForModel(name));
        var model = new ComparedModel(
            new ReportedModel(name, TuningMethod.External, dataset?.Name ?? "", false),
            dataset,
            answers.Build(name, weights, template)
        )
        {
            Weights = weights,
            Template = template,
        };
        return shifts.Measure(model);
    }

    /// <summary>A model's folder as an input.</summary>
    /// <param name="name">Its name in the settings.</param>
    public ExternalInput FindWeights(string name) =>
        new(ShiftStage.Tuned, settings.Models[name].Path.Absolute, [.. CheckpointWriter.Patterns, AdapterFile.ConfigurationName]);
}
