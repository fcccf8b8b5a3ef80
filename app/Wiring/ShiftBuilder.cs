using Pipeline.App.Settings;
using Pipeline.Engine.Planning;
using Pipeline.Stages.Report;
using Pipeline.Stages.Shift;
using Pipeline.Stages.ShiftSummary;

namespace Pipeline.App.Wiring;

/// <summary>Wires the token shift: every tuned model against the base, with each wrapper of the base's prompt, and the summary over all.</summary>
internal sealed class ShiftBuilder(PipelineSettings settings, GraphBuilder graph, Func<string, StageNode> dataset)
{
    private readonly Dictionary<string, (SummarisedModel Model, StageNode Table)> _tables = new(StringComparer.Ordinal);

    /// <summary>Measures a model on its own answers; returns the table in which the base read the model's own prompt.</summary>
    /// <param name="model">The tuned model.</param>
    /// <param name="series">What it is one size of.</param>
    /// <param name="seed">The seed of its training.</param>
    /// <param name="answers">Its answers.</param>
    /// <param name="sides">The base model and what was tuned, as the stage's inputs.</param>
    public StageNode Measured(ReportedModel model, string series, int seed, StageNode answers, params NodeInput[] sides)
    {
        BaseWrapper[] wrappers = [BaseWrapper.Same, .. settings.Stages.Shift.BaseWrappers.Except([BaseWrapper.Same])];
        foreach (var wrapper in wrappers)
        {
            var spelled = wrapper.ToString().ToLowerInvariant();
            var name = wrapper == BaseWrapper.Same ? model.Name : $"{model.Name}@{spelled}";
            var options = settings.Stages.Shift with { Model = model.Name, Method = model.Method, Template = settings.Stages.Tokenize.FindTemplate(), Wrapper = wrapper };
            var table = graph.Map($"shift/{name}", new ShiftStage(options), [new NodeOutput(ShiftStage.Answers, answers)], sides);
            _tables[name] = (new SummarisedModel(name, model.Name, model.Method, model.Dataset, series, spelled, seed, Controls(model.Dataset)), table);
        }

        return _tables[model.Name].Table;
    }

    /// <summary>The summary over all that was measured; null where nothing was.</summary>
    public StageNode? Summary()
    {
        if (_tables.Count == 0)
        {
            return null;
        }

        var models = _tables.Values.Select(entry => entry.Model).ToList();
        var datasets = models.SelectMany(model => model.Controls.Prepend(model.Dataset)).Where(name => name.Length > 0).Distinct(StringComparer.Ordinal);
        return graph.Fold(
            "shift-summary",
            new ShiftSummaryStage(new ShiftSummaryOptions { Models = models, TopWords = settings.Stages.ShiftSummary.TopWords }),
            [
                .. _tables.Select(entry => new NodeOutput(ShiftSummaryStage.Shift + entry.Key, entry.Value.Table)),
                .. datasets.Select(name => new NodeOutput(ShiftSummaryStage.Instances + name, dataset(name))),
            ]);
    }

    /// <summary>Datasets that are there and go back to other files, and so share no row with a model's own.</summary>
    private List<string> Controls(string trainedOn) => trainedOn.Length == 0 ? [] : settings.Datasets.Keys
        .Where(name => Roots(name).All(IsThere) && !Roots(name).Intersect(Roots(trainedOn), StringComparer.Ordinal).Any()).ToList();

    private bool IsThere(string root) => settings.Datasets.GetValueOrDefault(root)?.Path is { } path && File.Exists(path.Absolute);

    private IEnumerable<string> Roots(string name) => Roots(name, []);

    /// <summary>A dataset that comes back to itself has none; wiring it is what refuses it.</summary>
    private IEnumerable<string> Roots(string name, HashSet<string> seen) => !seen.Add(name) ? [] : settings.Datasets.GetValueOrDefault(name) switch
    {
        { From: { } origin } => Roots(origin, seen),
        { Mix: { } mix } => mix.Weights.Keys.SelectMany(part => Roots(part, seen)),
        _ => [name],
    };
}
