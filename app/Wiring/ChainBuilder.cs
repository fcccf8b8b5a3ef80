using Pipeline.App.Settings;
using Pipeline.Engine.Configuration;
using Pipeline.Engine.Planning;
using Pipeline.Modeling.Tokenization.Templates;
using Pipeline.Stages.Answers.Shift;
using Pipeline.Stages.Attribution.Exclude;
using Pipeline.Stages.Report;
using Pipeline.Stages.Tuning.Pretrain;

namespace Pipeline.App.Wiring;

/// <summary>Wires the chain: datasets × methods × seeds become nodes, and what variants share is one node.</summary>
internal sealed class ChainBuilder
{
    private readonly BoundConfiguration _configuration;
    private readonly PipelineSettings _settings;
    private readonly GraphBuilder _graph = new();
    private readonly DatasetBuilder _datasets;
    private readonly RetrievalBuilder _retrieval;
    private readonly ComparisonBuilder _comparison;
    private readonly SpanTables _spans;
    private readonly ShiftBuilder _shifts;
    private readonly WorldBuilder _worldMeasures;
    private readonly TuningBuilder _tuning;
    private readonly AnswerBuilder _answers;
    private readonly ExternalModels _external;
    private readonly Dictionary<string, IReadOnlyList<ComparedModel>> _trainedOn = new(StringComparer.Ordinal);

    /// <summary>A builder for one configuration.</summary>
    public ChainBuilder(BoundConfiguration configuration)
    {
        _configuration = configuration;
        var settings = configuration.As<PipelineSettings>();
        _settings = DevicePlacement.Place(
            configuration,
            settings with
            {
                Datasets = DatasetVariants.Expand(configuration, settings.Datasets),
            }
        );
        _datasets = new DatasetBuilder(configuration, _settings, _graph, Blame);
        var world = new WorldNodes(_settings, _graph);
        _answers = new AnswerBuilder(configuration, _settings, _graph, _datasets, world);
        _worldMeasures = new WorldBuilder(_settings, _graph, _datasets, world, _answers.Model);
        _retrieval = new RetrievalBuilder(_settings, _graph, _datasets.Dataset);
        _comparison = new ComparisonBuilder(_settings, _graph, _retrieval, _datasets.Dataset, _datasets.Root);
        _spans = new SpanTables(_configuration, _comparison, _worldMeasures);
        _tuning = new TuningBuilder(configuration, _settings, _graph, _datasets.Dataset, _answers.Model);
        _shifts = new ShiftBuilder(configuration, _settings, _graph, _datasets.Dataset, _answers.Model);
        _external = new ExternalModels(configuration, _settings, _graph, _datasets, _answers, _shifts);
    }

    /// <summary>The whole graph.</summary>
    public Graph Build()
    {
        if (_settings.Pretrain is { } pretrain)
        {
            var texts = pretrain
                .Datasets.Select(
                    (name, index) => new NodeOutput($"{PretrainStage.Texts}{index}", _datasets.Dataset(name, "pretrain.datasets"))
                )
                .ToArray();
            _graph.Fold("pretrain", new PretrainStage(pretrain.Model with { Seed = _settings.Seed[0] }), texts);
            Exclusions();
            return _graph.Build(null);
        }

        if (_settings.Stages.Attribute.Search.Count == 0)
        {
            throw _configuration.Invalid("stages.attribute.search", "nothing would be searched; name response, instruction or input.");
        }

        _ = _answers.Template();
        _tuning.RequireKnownNames();
        foreach (var (name, generation) in _settings.Generations)
        {
            _datasets.RequireNamed($"generations.{name}.trained_on", generation.TrainedOn);
        }

        List<ComparedModel> compared =
        [
            .. _settings.Datasets.Where(entry => entry.Value.Train).SelectMany(entry => TunedModels(entry.Key)),
            .. _external.Tuned,
        ];
        if (compared.Count + _external.Imported.Count == 0)
        {
            return DatasetsAlone();
        }

        ComparedModel[] asked = compared.Count > 0 ? [_answers.Base(), .. _answers.InContextBase(), .. compared] : [];
        foreach (var untuned in asked.Where(model => model.Weights is null))
        {
            _shifts.Measured(untuned);
        }

        Exclusions();
        var imported = _external.Imported.Select(model => _external.Measured(model, compared)).ToList();
        _shifts.Compare(compared);
        return _graph.Build(
            _comparison.Report(
                asked,
                imported,
                _shifts.Summary(),
                [.. Counterfactuals(asked), .. SourceRecall(asked), .. _worldMeasures.Results(asked)]
            )
        );
    }

    /// <summary>The chat template that the settings name.</summary>
    public ChatTemplate Template() => _answers.Template();

    /// <summary>The chat template of a model that was tuned elsewhere.</summary>
    public ChatTemplate TemplateOf(string model) => _external.TemplateOf(model, _settings.Models[model]);

    private NodeInput[] Counterfactuals(IReadOnlyList<ComparedModel> models) =>
        _settings.Counterfactual is not { } counterfactual
            ? []
            : new CounterfactualBuilder(
                _configuration,
                _settings,
                _graph,
                models,
                _datasets.Dataset,
                _spans,
                _retrieval,
                (label, weights) => _answers.Generate(label, weights, _answers.Template()),
                _answers.Model
            ).Build(counterfactual);

    private NodeInput[] SourceRecall(IReadOnlyList<ComparedModel> models) =>
        _settings.SourceRecall is not { } recall
            ? []
            : new SourceRecallBuilder(_configuration, _settings, _graph, models, _datasets.Dataset, _spans, _retrieval).Build(recall);

    /// <summary>A file that gives datasets and nothing to do with them asks to have them read.</summary>
    private Graph DatasetsAlone()
    {
        if (
            _settings.Datasets.Count == 0
            || _settings.Model is not null
            || _settings.Prompts is not null
            || _settings.Methods.Count + _settings.Models.Count > 0
        )
        {
            throw new Engine.InputException(
                $"{_configuration.File}: nothing to do. Give 'methods' with 'prompts', 'model' and 'datasets', or 'models' with "
                    + "'prompts' and 'model', or 'generations', or 'pretrain', or 'datasets' alone to read them."
            );
        }

        foreach (var name in _settings.Datasets.Keys)
        {
            _datasets.Dataset(name);
        }

        return _graph.Build(null);
    }

    /// <summary>
    /// Carries out every exclusion, also one that no model is tuned on afterwards: which rows results blame is a result, and a table that
    /// there is not would else pass unseen.
    /// </summary>
    private void Exclusions()
    {
        foreach (var (name, _) in _settings.Datasets.Where(entry => entry.Value.Exclude is not null))
        {
            _datasets.Dataset(name);
        }
    }

    /// <summary>The spans of all models trained on a dataset, tuned here, elsewhere or imported, or of the one that is named.</summary>
    private NodeInput[] Blame(string name, string origin, ExcludeSettings exclude)
    {
        var kind = exclude.Table.Split('/')[0];
        if (kind == "attribution")
        {
            throw _configuration.Invalid(
                $"datasets.{name}.exclude.table",
                $"'{exclude.Table}' is called '{ExcludeSettings.Attribute}{exclude.Table[kind.Length..]}', as the stage that writes it is."
            );
        }

        List<ComparedModel> models =
        [
            .. _settings.Datasets[origin].Train ? TunedModels(origin) : [],
            .. _settings.Models.Values.Any(model => model.TrainedOn == origin)
                ? _external.Tuned.Where(model => model.Dataset == origin)
                : [],
            .. _external.Imported.Where(model => model.Dataset == origin && !model.Reported.Control),
        ];
        var evidence = kind == ExcludeSettings.Certain ? SpanEvidence.Certain : SpanEvidence.Attribute;
        var table = evidence == SpanEvidence.Certain ? ExcludeSettings.Certain : ExcludeSettings.Attribute;
        var blaming = models.Where(model => exclude.Table == table || exclude.Table == $"{table}/{model.Name}").ToList();
        return blaming.Count > 0
            ?
            [
                .. blaming.Select(model => new NodeOutput(ExcludeStage.Spans + model.Name, SpansOf(model))),
                .. exclude.Arm == ExclusionArm.Source
                    ? []
                    : blaming.Select(model => new NodeOutput(ExcludeStage.Neighbours + model.Name, _retrieval.Retrieved(model, origin))),
            ]
            : throw _configuration.Invalid(
                $"datasets.{name}.exclude.table",
                models.Count == 0
                    ? $"no model is trained on '{origin}'{Untrained(origin)}, so there is no table of results."
                    : $"'{exclude.Table}' is no table of results; there are: {table}, "
                        + $"{string.Join(", ", models.Select(model => $"{table}/{model.Name}"))}."
            );

        StageNode SpansOf(ComparedModel model) =>
            _spans.Find($"datasets.{name}.exclude.table", model, model.Weights is null ? _external.Imported : [_answers.Base()], evidence);
    }

    /// <summary>Why no model is tuned on a dataset, in brackets; empty where it could be.</summary>
    private string Untrained(string name) =>
        _settings.Datasets[name].Train ? ""
        : _configuration.As<PipelineSettings>().Datasets[DatasetVariants.WholeOf(name, _settings.Datasets[name])].Train
            ? " ('sizes' has no 0, which stands for all rows)"
        : " ('train: false')";

    /// <summary>The models tuned on a dataset: every method, learning rate and seed, with its answers.</summary>
    private IReadOnlyList<ComparedModel> TunedModels(string dataset)
    {
        if (_trainedOn.TryGetValue(dataset, out var known))
        {
            return known;
        }

        return _trainedOn[dataset] = _tuning.Tune(dataset).Select(tuned => Compared(dataset, tuned)).ToList();
    }

    private ComparedModel Compared(string dataset, TunedNode tuned)
    {
        var weights = new NodeOutput(ShiftStage.Tuned, tuned.Node, OutputScope.Everything);
        var template = _answers.Template();
        var model = new ComparedModel(
            new ReportedModel(tuned.Label, tuned.Kind, dataset, false) { SeedGroup = tuned.Variant },
            dataset,
            _answers.Generate(tuned.Label, weights, template)
        )
        {
            Tuning = tuned,
            Weights = weights,
            Template = template,
            Series = tuned.Series,
            Seed = tuned.Seed,
        };
        return model with { Shift = _shifts.Measured(model) };
    }
}
