using Pipeline.App.Settings;
using Pipeline.Engine.Configuration;
using Pipeline.Engine.Planning;
using Pipeline.Modeling.Models;
using Pipeline.Modeling.Tokenization.Templates;
using Pipeline.Stages.Exclude;
using Pipeline.Stages.Generate;
using Pipeline.Stages.Ingest;
using Pipeline.Stages.Pretrain;
using Pipeline.Stages.Report;
using Pipeline.Stages.Shift;

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
    private readonly WorldNodes _world;
    private readonly WorldBuilder _worldMeasures;
    private readonly TuningBuilder _tuning;
    private readonly Dictionary<string, IReadOnlyList<ComparedModel>> _trainedOn = new(StringComparer.Ordinal);

    /// <summary>A builder for one configuration.</summary>
    public ChainBuilder(BoundConfiguration configuration)
    {
        _configuration = configuration;
        var settings = configuration.As<PipelineSettings>();
        _settings = DevicePlacement.Place(configuration, settings with { Datasets = DatasetVariants.Expand(settings.Datasets) });
        _datasets = new DatasetBuilder(configuration, _settings, _graph, Blame);
        _world = new WorldNodes(_settings, _graph);
        _worldMeasures = new WorldBuilder(_settings, _graph, _datasets, _world, Model);
        _retrieval = new RetrievalBuilder(_settings, _graph, name => Dataset(name));
        _comparison = new ComparisonBuilder(_settings, _graph, _retrieval, name => Dataset(name), _datasets.Root);
        _spans = new SpanTables(_configuration, _comparison, _worldMeasures);
        _tuning = new TuningBuilder(configuration, _settings, _graph, name => Dataset(name), Model);
        _shifts = new ShiftBuilder(configuration, _settings, _graph, name => Dataset(name), Model);
    }

    /// <summary>The whole graph.</summary>
    public Graph Build()
    {
        if (_settings.Pretrain is { } pretrain)
        {
            var texts = pretrain.Datasets.Select((name, index) => new NodeOutput($"{PretrainStage.Texts}{index}", Dataset(name, "pretrain.datasets"))).ToArray();
            _graph.Fold("pretrain", new PretrainStage(pretrain.Model with { Seed = _settings.Seed[0] }), texts);
            return _graph.Build(null);
        }

        _ = Template();
        _tuning.RequireKnownNames();
        foreach (var (name, generation) in _settings.Generations)
        {
            _datasets.RequireNamed($"generations.{name}.trained_on", generation.TrainedOn);
        }

        List<ComparedModel> compared = [.. _settings.Datasets.Where(entry => entry.Value.Train).SelectMany(entry => TunedModels(entry.Key)), .. Elsewhere()];
        if (compared.Count + Imported.Count == 0)
        {
            return DatasetsAlone();
        }

        ComparedModel[] asked = compared.Count > 0 ? [Base(), .. InContextBase(), .. compared] : [];
        foreach (var untuned in asked.Where(model => model.Weights is null))
        {
            _shifts.Measured(untuned);
        }

        var imported = Imported.Select(model => Measured(model, compared)).ToList();
        _shifts.Compare(compared);
        return _graph.Build(_comparison.Report(asked, imported, _shifts.Summary(), [.. Counterfactuals(asked), .. SourceRecall(asked), .. _worldMeasures.Results(asked)]));
    }

    private NodeInput[] Counterfactuals(IReadOnlyList<ComparedModel> models) => _settings.Counterfactual is not { } counterfactual ? []
        : new CounterfactualBuilder(_configuration, _settings, _graph, models, name => Dataset(name), _spans, _retrieval, (label, weights) => Answers(label, weights, Template()), Model).Of(counterfactual);

    private NodeInput[] SourceRecall(IReadOnlyList<ComparedModel> models) => _settings.SourceRecall is not { } recall ? []
        : new SourceRecallBuilder(_configuration, _graph, models, name => Dataset(name), _spans, _retrieval).Of(recall);

    /// <summary>A file that gives datasets and nothing to do with them asks to have them read.</summary>
    private Graph DatasetsAlone()
    {
        if (_settings.Datasets.Count == 0 || _settings.Model is not null || _settings.Prompts is not null || _settings.Methods.Count + _settings.Models.Count > 0)
        {
            throw new Engine.InputException(
                $"{_configuration.File}: nothing to do. Give 'methods' with 'prompts', 'model' and 'datasets', or 'models' with 'prompts' and 'model', or 'generations', or 'pretrain', or 'datasets' alone to read them.");
        }

        foreach (var name in _settings.Datasets.Keys)
        {
            Dataset(name);
        }

        return _graph.Build(null);
    }

    private StageNode Dataset(string name, string wantedBy = "datasets") => _datasets.Dataset(name, wantedBy);

    /// <summary>The chat template that the settings name.</summary>
    internal ChatTemplate Template() => Template(_settings.Stages.Tokenize.Template, "stages.tokenize.template");

    private ChatTemplate Template(string name, string setting)
    {
        try
        {
            return (_settings.Stages.Tokenize with { Template = name }).FindTemplate();
        }
        catch (InvalidDataException error)
        {
            throw _configuration.Invalid(setting, error.Message);
        }
    }

    /// <summary>The spans of all models trained on a dataset, tuned here or imported, or of the one that is named.</summary>
    private NodeInput[] Blame(string name, string origin, ExcludeSettings exclude)
    {
        var models = TunedModels(origin).Concat(Imported.Where(model => model.Dataset == origin && !model.Reported.Control)).ToList();
        var evidence = exclude.Table is "certain" || exclude.Table.StartsWith("certain/", StringComparison.Ordinal) ? SpanEvidence.Certain : SpanEvidence.Attribution;
        var table = evidence == SpanEvidence.Certain ? "certain" : "attribution";
        var blaming = models.Where(model => exclude.Table == table || exclude.Table == $"{table}/{model.Name}").ToList();
        return blaming.Count > 0
            ? [
                .. blaming.Select(model => new NodeOutput(ExcludeStage.Spans + model.Name, SpansOf(model))),
                .. exclude.Arm == ExclusionArm.Source ? [] : blaming.Select(model => new NodeOutput(ExcludeStage.Neighbours + model.Name, _retrieval.Retrieved(model, origin))),
            ]
            : throw _configuration.Invalid(
                $"datasets.{name}.exclude.table",
                models.Count == 0
                    ? $"no model is trained on '{origin}', so there is no table of results."
                    : $"'{exclude.Table}' is no table of results; there are: {table}, {string.Join(", ", models.Select(model => $"{table}/{model.Name}"))}.");

        StageNode SpansOf(ComparedModel model) => _spans.Of($"datasets.{name}.exclude.table", model, model.Tuned is null ? Imported : [Base()], evidence);
    }

    /// <summary>The models tuned on a dataset: every method, learning rate and seed, with its answers.</summary>
    private IReadOnlyList<ComparedModel> TunedModels(string dataset)
    {
        if (_trainedOn.TryGetValue(dataset, out var known))
        {
            return known;
        }

        return _trainedOn[dataset] = _tuning.Of(dataset).Select(tuned => Compared(dataset, tuned)).ToList();
    }

    private ComparedModel Compared(string dataset, TunedNode tuned)
    {
        var weights = new NodeOutput(ShiftStage.Tuned, tuned.Node, OutputScope.Everything);
        var model = new ComparedModel(new ReportedModel(tuned.Label, tuned.Kind, dataset, false), dataset, Answers(tuned.Label, weights, Template()))
        {
            Tuning = tuned, Weights = weights, Template = Template(), Series = tuned.Series, Seed = tuned.Seed,
        };
        return model with { Shift = _shifts.Measured(model) };
    }

    /// <summary>The models that were tuned elsewhere; with no prompts to ask them, those that only wrote imported answers are left out.</summary>
    private IEnumerable<ComparedModel> Elsewhere()
    {
        foreach (var (name, settings) in _settings.Models)
        {
            if (settings.TrainedOn.Length > 0)
            {
                _datasets.RequireNamed($"models.{name}.trained_on", settings.TrainedOn);
            }

            if (_settings.Prompts is not null || _settings.Generations.Values.All(generation => generation.Model != name))
            {
                var (weights, template) = WeightsOf(name, settings);
                string? dataset = settings.TrainedOn.Length > 0 ? settings.TrainedOn : null;
                var model = new ComparedModel(new ReportedModel(name, "external", settings.TrainedOn, false), dataset, Answers(name, weights, template)) { Weights = weights, Template = template };
                yield return model with { Shift = _shifts.Measured(model) };
            }
        }
    }

    private (NodeInput Weights, ChatTemplate Template) WeightsOf(string name, ModelSettings settings) => (
        new ExternalInput(ShiftStage.Tuned, settings.Path.Absolute, [.. CheckpointWriter.Patterns, AdapterFile.ConfigurationName]),
        Template(settings.Template ?? _settings.Stages.Tokenize.Template, $"models.{name}.template"));

    /// <summary>Imported answers with their token shift, where the settings say which model wrote them.</summary>
    private ComparedModel Measured(ComparedModel imported, List<ComparedModel> compared)
    {
        if (_settings.Generations[imported.Name].Model is not { } name)
        {
            return imported;
        }

        var (weights, template) = compared.Find(model => model.Name == name) is { } known ? (known.Weights!, known.Template)
            : _settings.Models.TryGetValue(name, out var elsewhere) ? WeightsOf(name, elsewhere)
            : throw _configuration.Invalid(
                $"generations.{imported.Name}.model",
                $"'{name}' is none of 'models' and no model tuned here; there are: {string.Join(", ", _settings.Models.Keys.Concat(compared.Select(model => model.Name)).Distinct())}.");
        return imported with { Shift = _shifts.Measured(imported with { Weights = weights, Template = template }) };
    }

    /// <summary>The base asked as the tuned models are: what their answers are held against, so it answers even where it is not listed.</summary>
    private ComparedModel Base() =>
        new(new ReportedModel("base", "base", "", true), null, Answers("base", null, Template())) { Template = Template() };

    /// <summary>The base asked with examples, where the settings want it: a row of its own, and no control.</summary>
    private IEnumerable<ComparedModel> InContextBase()
    {
        if (_settings.Base.Prompts.Contains(BasePrompt.InContext))
        {
            var text = _settings.Base.InContext is { } file ? File.ReadAllText(file.Absolute) : InContextPrompt.Default;
            yield return new ComparedModel(new ReportedModel("base-in-context", "base", "", false), null, Answers("base-in-context", null, Template(), text)) { Template = Template() };
        }
    }

    private StageNode Answers(string label, NodeInput? tuned, ChatTemplate template, string? inContext = null)
    {
        var prompts = _settings.Prompts ?? throw new Engine.InputException($"{_configuration.File}: '{(_settings.Methods.Count > 0 ? "methods" : "models")}' need 'prompts' to answer.");
        if (prompts.Path is null == prompts.World is null)
        {
            throw _configuration.Invalid("prompts", "give a 'path' or a 'world'.");
        }

        var asked = prompts.World is { } world ? _world.Prompts(_world.Questions(world)) : _datasets.Ingest("prompts", prompts, EmptyResponse.Keep);
        var options = _settings.Stages.Generate with { Model = label, Template = template, InContext = inContext, Seed = _settings.Seed[0] };
        NodeInput[] inputs = tuned is null ? [Model(GenerateStage.Model)] : [Model(GenerateStage.Model), tuned with { Name = GenerateStage.Tuned }];
        return _graph.Map($"generate/{label}", new GenerateStage(options), [new NodeOutput(GenerateStage.Prompts, asked)], inputs);
    }

    private IReadOnlyList<ComparedModel> Imported => field ??= _settings.Generations.Select(entry => new ComparedModel(
        new ReportedModel(entry.Key, "imported", entry.Value.TrainedOn, entry.Value.Control),
        entry.Value.TrainedOn,
        _graph.Fold(
            $"ingest-generations/{entry.Key}",
            new IngestGenerationsStage(GenerationOptionsOf(entry.Key, entry.Value)),
            new ExternalInput(IngestGenerationsStage.File, entry.Value.Path.Absolute, [])))).ToList();

    /// <summary>What the ingest stage is told of a dataset.</summary>
    internal IngestOptions IngestOptionsOf(string name, RecordFileSettings dataset, EmptyResponse empty) => _datasets.IngestOptionsOf(name, dataset, empty);

    /// <summary>What the import is told of a model's answers.</summary>
    internal IngestGenerationsOptions GenerationOptionsOf(string name, GenerationSettings generation) => new()
    {
        Model = name,
        File = generation.Path.Spelled,
        Columns = new SortedDictionary<string, string>(generation.Columns.ToDictionary(), StringComparer.Ordinal),
        Limit = generation.Limit,
        PartRows = _settings.Stages.Ingest.PartRows,
    };

    private ExternalInput Model(string name) => new(
        name, (_settings.Model ?? throw new Engine.InputException($"{_configuration.File}: 'methods', 'models' and answers of a model need a base 'model'.")).Absolute, CheckpointWriter.Patterns);
}
