using Pipeline.App.Settings;
using Pipeline.Engine.Configuration;
using Pipeline.Engine.Planning;
using Pipeline.Stages.Answers;
using Pipeline.Stages.Answers.Shift;
using Pipeline.Stages.Answers.ShiftSummary;

namespace Pipeline.App.Wiring;

/// <summary>Wires the token shift: every model against the base, with each wrapper of the base's prompt, pairs of models, and the summary
/// over all.</summary>
/// <param name="configuration">For the positions of errors.</param>
/// <param name="settings">The settings, datasets expanded to their sizes.</param>
/// <param name="graph">Takes the nodes.</param>
/// <param name="dataset">The node of a dataset.</param>
/// <param name="baseModel">The base model as an input of a name.</param>
internal sealed class ShiftBuilder(
    BoundConfiguration configuration,
    PipelineSettings settings,
    GraphBuilder graph,
    Func<string, StageNode> dataset,
    Func<string, NodeInput> baseModel
)
{
    private readonly Dictionary<string, (SummarisedModel Model, StageNode Table)> _tables = new(StringComparer.Ordinal);

    /// <summary>Measures a model on its answers against the base model; returns the table.</summary>
    public StageNode Measured(ComparedModel model) =>
        Measured(model.Name, "base", model, [baseModel(ShiftStage.Model), .. Weights(model, ShiftStage.Tuned)]);

    /// <summary>Measures the pairs that the settings name.</summary>
    /// <param name="models">All models with weights.</param>
    public void Compare(IReadOnlyList<ComparedModel> models)
    {
        for (var i = 0; i < settings.Stages.Shift.Compare.Count; i++)
        {
            var pair = settings.Stages.Shift.Compare[i];
            var (from, to) = (Named(models, pair.From, $"[{i}].from"), Named(models, pair.To, $"[{i}].to"));
            if (from == to)
            {
                throw configuration.Invalid($"stages.shift.compare[{i}].to", $"'{pair.To}' would be compared with itself.");
            }

            Measured(
                $"{to.Name}-against-{from.Name}",
                from.Name,
                to,
                [baseModel(ShiftStage.Model), .. Weights(from, ShiftStage.Reference), .. Weights(to, ShiftStage.Tuned)]
            );
        }
    }

    /// <summary>The summary over all that was measured; null where nothing was.</summary>
    public StageNode? Summary()
    {
        if (_tables.Count == 0)
        {
            return null;
        }

        var models = _tables.Values.Select(entry => entry.Model).ToList();
        var datasets = models
            .SelectMany(model => model.Controls.Prepend(model.Dataset))
            .Where(name => name.Length > 0)
            .Distinct(StringComparer.Ordinal);
        return graph.Fold(
            "shift-summary",
            new ShiftSummaryStage(new ShiftSummaryOptions { Models = models, TopWords = settings.Stages.ShiftSummary.TopWords }),
            [
                .. _tables.Select(entry => new NodeOutput(ShiftSummaryStage.Shift + entry.Key, entry.Value.Table)),
                .. datasets.Select(name => new NodeOutput(ShiftSummaryStage.Instances + name, dataset(name))),
            ]
        );
    }

    private static NodeInput[] Weights(ComparedModel model, string name) =>
        model.Weights is { } weights ? [weights with { Name = name }] : [];

    private StageNode Measured(string name, string reference, ComparedModel model, NodeInput[] sides)
    {
        var (shift, reported) = (settings.Stages.Shift, model.Reported);
        var options = shift with
        {
            Model = model.Name,
            Method = reported.Method,
            Reference = reference,
            Template = model.Template,
            BaseWrappers = [BaseWrapper.Same, .. shift.BaseWrappers.Except([BaseWrapper.Same])],
        };
        var table = graph.Map($"shift/{name}", new ShiftStage(options), [new NodeOutput(ShiftStage.Answers, model.Answers)], sides);
        _tables[name] = (
            new SummarisedModel(name, model.Name, reference, reported.Method, reported.Dataset, model.Series, model.Seed, Controls(model)),
            table
        );
        return table;
    }

    private ComparedModel Named(IReadOnlyList<ComparedModel> models, string name, string setting) =>
        models.FirstOrDefault(model => model.Name == name)
        ?? throw configuration.Invalid(
            $"stages.shift.compare{setting}",
            $"'{name}' is no model with weights; there are: {string.Join(", ", models.Select(model => model.Name))}. Each is "
                + "compared with the base anyway."
        );

    /// <summary>The datasets that a model's words are held against beside its own: for the base, which was trained on none here, every
    /// one.</summary>
    private List<string> Controls(ComparedModel model) =>
        model.Reported switch
        {
            { Method: TuningMethod.Base } => settings.Datasets.Keys.Where(name => Roots(name).All(IsThere)).ToList(),
            { Dataset.Length: 0 } => [],
            { Dataset: var trainedOn } => Controls(trainedOn),
        };

    /// <summary>Datasets that are there and go back to other files, and so share no row with a model's own.</summary>
    private List<string> Controls(string trainedOn) =>
        settings
            .Datasets.Keys.Where(name => Roots(name).All(IsThere) && !Roots(name).Intersect(Roots(trainedOn), StringComparer.Ordinal).Any())
            .ToList();

    private bool IsThere(string root) =>
        settings.Datasets.GetValueOrDefault(root) switch
        {
            { World: { } world } => world.Corpus is null,
            { Path: { } path } => File.Exists(path.Absolute),
            _ => false,
        };

    private IEnumerable<string> Roots(string name) => Roots(name, []);

    /// <summary>A dataset that comes back to itself has none; wiring it is what refuses it.</summary>
    private IEnumerable<string> Roots(string name, HashSet<string> seen) =>
        !seen.Add(name)
            ? []
            : settings.Datasets.GetValueOrDefault(name) switch
            {
                { From: { } origin } => Roots(origin, seen),
                { Mix: { } mix } => mix.Weights.Keys.SelectMany(part => Roots(part, seen)),
                _ => [name],
            };
}
