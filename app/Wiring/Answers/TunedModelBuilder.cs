using Pipeline.App.Wiring.Data;
using Pipeline.App.Wiring.Tuning;
using Pipeline.Engine.Planning;
using Pipeline.Stages.Answers.Shift;
using Pipeline.Stages.Report;

namespace Pipeline.App.Wiring.Answers;

/// <summary>Wires models that are tuned here: every method's on a dataset, with its answers and its token shift.</summary>
/// <param name="tuning">Tunes them.</param>
/// <param name="templates">Have their template.</param>
/// <param name="answers">Let them answer.</param>
/// <param name="shifts">Measure their token shift.</param>
internal sealed class TunedModelBuilder(TuningBuilder tuning, TemplateChoice templates, AnswerBuilder answers, ShiftBuilder shifts)
{
    /// <summary>Whether any method is for a dataset.</summary>
    /// <param name="dataset">The dataset's name.</param>
    public bool TrainsOn(string dataset) => tuning.TrainsOn(dataset);

    /// <summary>The models tuned on a dataset.</summary>
    /// <param name="dataset">The dataset.</param>
    public IReadOnlyList<ComparedModel> Build(WiredDataset dataset) =>
        tuning.Tune(dataset).Select(tuned => shifts.Measure(Answered(dataset, tuned))).ToList();

    /// <summary>A model that others are held against: it answers and its shift is measured, and no summary tells of it.</summary>
    /// <param name="dataset">What it was trained on.</param>
    /// <param name="tuned">The model.</param>
    public ComparedModel BuildApart(WiredDataset dataset, TunedModel tuned) => shifts.MeasureApart(Answered(dataset, tuned));

    private ComparedModel Answered(WiredDataset dataset, TunedModel tuned)
    {
        var weights = new NodeOutput(ShiftStage.Tuned, tuned.Node, OutputScope.Everything);
        var template = templates.FindDefault();
        return new ComparedModel(
            new ReportedModel(tuned.Label, tuned.Kind, dataset.Name, false) { SeedGroup = tuned.Variant },
            dataset,
            answers.Build(tuned.Label, weights, template)
        )
        {
            Tuning = tuned,
            Weights = weights,
            Template = template,
            Series = tuned.Series,
            Seed = tuned.Seed,
        };
    }
}
