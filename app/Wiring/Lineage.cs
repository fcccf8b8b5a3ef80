using Pipeline.App.Settings;
using Pipeline.App.Wiring.Answers;
using Pipeline.App.Wiring.Attribution;
using Pipeline.App.Wiring.Data;
using Pipeline.Engine;
using Pipeline.Engine.Configuration;
using Pipeline.Engine.Planning;

namespace Pipeline.App.Wiring;

/// <summary>
/// Datasets and the models trained on them, each wired when it is first wanted and once. They are one matter because a dataset may be
/// without the rows that models of another dataset borrowed from: this class alone goes from datasets to models and back; what wires either
/// is handed what it needs.
/// </summary>
/// <param name="configuration">For the positions of errors.</param>
/// <param name="settings">The settings, datasets expanded to their sizes.</param>
/// <param name="datasets">Wire datasets.</param>
/// <param name="tuned">Wires models that are tuned here.</param>
/// <param name="external">Wires models that were tuned elsewhere.</param>
/// <param name="imports">Wire answers that were written elsewhere.</param>
/// <param name="bases">Have what models with weights are held against.</param>
/// <param name="controls">Say which imported answers others are held against.</param>
/// <param name="exclusion">Finds the rows that results blame.</param>
internal sealed class Lineage(
    BoundConfiguration configuration,
    PipelineSettings settings,
    DatasetBuilder datasets,
    TunedModelBuilder tuned,
    ExternalModelBuilder external,
    ImportBuilder imports,
    BaseBuilder bases,
    ControlChoice controls,
    ResultExclusion exclusion
)
{
    private readonly Dictionary<string, WiredDataset> _datasets = new(StringComparer.Ordinal);
    private readonly HashSet<string> _resolving = new(StringComparer.Ordinal);
    private readonly Dictionary<string, IReadOnlyList<ComparedModel>> _tuned = new(StringComparer.Ordinal);
    private readonly Dictionary<string, ComparedModel> _external = new(StringComparer.Ordinal);
    private readonly Dictionary<string, ComparedModel> _imported = new(StringComparer.Ordinal);

    /// <summary>Refuses imported answers of a model that was trained on a dataset that there is not.</summary>
    /// <exception cref="InputException">There is one.</exception>
    public void RequireKnownNames()
    {
        foreach (var (name, generation) in settings.Generations)
        {
            RequireNamed(TrainingSet(name, generation));
        }
    }

    /// <summary>A dataset as models see it.</summary>
    /// <param name="name">The dataset.</param>
    /// <param name="wantedBy">The setting that names it.</param>
    /// <exception cref="InputException">There is no such dataset, or it depends on itself.</exception>
    public WiredDataset FindDataset(string name, string wantedBy = "datasets") => FindDataset(new NamedDataset(name, wantedBy));

    /// <summary>The models tuned here: of each dataset that is trained on, every method, learning rate and seed. A dataset that no
    /// method is for is not wired.</summary>
    public IReadOnlyList<ComparedModel> FindTuned() =>
        settings
            .Datasets.Where(entry => entry.Value.Train && tuned.TrainsOn(entry.Key))
            .SelectMany(entry => FindTuned(FindDataset(entry.Key)))
            .ToList();

    /// <summary>The models that were tuned elsewhere and answer the prompts.</summary>
    public IReadOnlyList<ComparedModel> FindExternal()
    {
        var found = new List<ComparedModel>();
        foreach (var (name, model) in settings.Models)
        {
            if (model.TrainedOn.Length > 0)
            {
                RequireNamed(new NamedDataset(model.TrainedOn, $"models.{name}.trained_on"));
            }

            found.AddRange(external.Answers(name) ? [FindExternal(name)] : []);
        }

        return found;
    }

    /// <summary>The models whose answers are imported.</summary>
    public IReadOnlyList<ComparedModel> FindImported() => settings.Generations.Keys.Select(FindImported).ToList();

    /// <summary>
    /// Carries out every exclusion, also one that no model is tuned on afterwards: which rows results blame is a result, and a table that
    /// there is not would else pass unseen.
    /// </summary>
    public void CarryOutExclusions()
    {
        foreach (var (name, _) in settings.Datasets.Where(entry => entry.Value.Exclude is not null))
        {
            FindDataset(name);
        }
    }

    private static NamedDataset TrainingSet(string name, GenerationSettings generation) =>
        new(generation.TrainedOn, $"generations.{name}.trained_on");

    private WiredDataset FindDataset(NamedDataset named)
    {
        if (_datasets.TryGetValue(named.Name, out var known))
        {
            return known;
        }

        RequireNamed(named);
        if (!_resolving.Add(named.Name))
        {
            throw configuration.Invalid($"datasets.{named.Name}", "the dataset depends on itself.");
        }

        WiredDataset[] origins = [.. datasets.ListOrigins(named.Name).Select(FindDataset)];
        var begun = datasets.BuildOrigin(named.Name, origins);
        var excluded = settings.Datasets[named.Name].Exclude is null ? null : FindExcluded(named.Name, origins.FirstOrDefault());
        var dataset = datasets.Build(begun, excluded);
        _resolving.Remove(named.Name);
        return _datasets[named.Name] = dataset;
    }

    private StageNode FindExcluded(string name, WiredDataset? origin)
    {
        if (settings.Datasets[name].From is null || origin is null)
        {
            throw configuration.Invalid($"datasets.{name}.exclude", "'exclude' needs 'from': the dataset whose models the table is about.");
        }

        exclusion.RequireSpelled(name);
        return exclusion.Build(name, origin, FindTrainedOn(origin));
    }

    /// <summary>The models trained on a dataset, tuned here, elsewhere or imported, each with those that its controls are found
    /// among.</summary>
    private List<ControlledModel> FindTrainedOn(WiredDataset dataset)
    {
        ComparedModel[] weighed =
        [
            .. settings.Datasets[dataset.Name].Train ? FindTuned(dataset) : [],
            .. settings
                .Models.Where(entry => entry.Value.TrainedOn == dataset.Name && external.Answers(entry.Key))
                .Select(entry => FindExternal(entry.Key)),
        ];
        var origins = controls.ListOrigins(dataset.Name);
        var imported = settings
            .Generations.Where(entry =>
                entry.Value.Control
                    ? origins.Contains(entry.Value.TrainedOn, StringComparer.Ordinal)
                    : entry.Value.TrainedOn == dataset.Name
            )
            .Select(entry => FindImported(entry.Key))
            .ToList();
        ComparedModel[] untuned = weighed.Length > 0 ? [bases.Build()] : [];
        return
        [
            .. weighed.Select(model => new ControlledModel(model, untuned)),
            .. imported.Where(model => !model.Reported.Control).Select(model => new ControlledModel(model, imported)),
        ];
    }

    private IReadOnlyList<ComparedModel> FindTuned(WiredDataset dataset) =>
        _tuned.TryGetValue(dataset.Name, out var known) ? known : _tuned[dataset.Name] = tuned.Build(dataset);

    private ComparedModel FindExternal(string name)
    {
        if (_external.TryGetValue(name, out var known))
        {
            return known;
        }

        var trainedOn = settings.Models[name].TrainedOn;
        var dataset = trainedOn.Length > 0 ? FindDataset(trainedOn, $"models.{name}.trained_on") : null;
        return _external[name] = external.Build(name, dataset);
    }

    private ComparedModel FindImported(string name) =>
        _imported.TryGetValue(name, out var known)
            ? known
            : _imported[name] = imports.Build(name, FindDataset(TrainingSet(name, settings.Generations[name])));

    private void RequireNamed(NamedDataset named)
    {
        if (!settings.Datasets.ContainsKey(named.Name))
        {
            throw configuration.Invalid(
                named.Setting,
                $"there is no dataset '{named.Name}'; {NearestKey.Advice(named.Name, [.. settings.Datasets.Keys], "datasets")}"
            );
        }
    }
}
