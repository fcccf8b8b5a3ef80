using System.Globalization;
using Pipeline.Engine.Configuration;
using Pipeline.Engine.Planning;
using Pipeline.Modeling.Models;
using Pipeline.Modeling.Tokenization.Templates;
using Pipeline.Stages.FineTune;
using Pipeline.Stages.Generate;
using Pipeline.Stages.Ingest;
using Pipeline.Stages.Pretrain;
using Pipeline.Stages.Report;
using Pipeline.Stages.Select;
using Pipeline.Stages.Shift;
using Pipeline.Stages.Simplify;
using Pipeline.Stages.Tokenize;

namespace Pipeline.App;

/// <summary>Wires the chain: datasets × methods × seeds become nodes, and what variants share is one node.</summary>
internal sealed class ChainBuilder(BoundConfiguration configuration)
{
    private readonly PipelineSettings _settings = configuration.As<PipelineSettings>();
    private readonly GraphBuilder _graph = new();
    private readonly Dictionary<string, StageNode> _datasets = new(StringComparer.Ordinal);
    private readonly HashSet<string> _resolving = new(StringComparer.Ordinal);
    private readonly Dictionary<string, IReadOnlyList<ComparedModel>> _trainedOn = new(StringComparer.Ordinal);

    private ShiftBuilder Shifts => field ??= new ShiftBuilder(_settings, _graph, name => Dataset(name, "datasets"));

    /// <summary>The whole graph.</summary>
    public Graph Build()
    {
        if (_settings.Pretrain is { } pretrain)
        {
            var texts = pretrain.Datasets.Select((name, index) => new NodeOutput($"{PretrainStage.TextsPrefix}{index}", Dataset(name, "pretrain.datasets"))).ToArray();
            _graph.Fold("pretrain", new PretrainStage(pretrain.Model with { Seed = _settings.Seed[0] }), texts);
            return _graph.Build(null);
        }

        _ = Template();
        var comparison = new ComparisonBuilder(_settings, _graph, name => Dataset(name, "trained_on"), name => Root(name));
        var compared = _settings.Datasets.Where(entry => entry.Value.Train).SelectMany(entry => TunedModels(entry.Key)).ToList();
        var imported = ImportedModels();
        if (compared.Count + imported.Count == 0)
        {
            return DatasetsAlone();
        }

        return _graph.Build(comparison.Report(compared.Count > 0 ? [Base(), .. compared] : [], imported, Shifts.Summary()));
    }

    /// <summary>A file that gives datasets and nothing to do with them asks to have them read.</summary>
    private Graph DatasetsAlone()
    {
        if (_settings.Datasets.Count == 0 || _settings.Model is not null || _settings.Prompts is not null || _settings.Methods.Count > 0)
        {
            throw new Engine.InputException(
                $"{configuration.File}: nothing to do. Give 'methods' with 'prompts', 'model' and 'datasets', or 'generations', or 'pretrain', or 'datasets' alone to read them.");
        }

        foreach (var name in _settings.Datasets.Keys)
        {
            Dataset(name, "datasets");
        }

        return _graph.Build(null);
    }

    private static string Number(double value) => value.ToString("0.####e0", CultureInfo.InvariantCulture);

    /// <summary>The node whose table is a dataset as models see it: ingested, filtered, simplified.</summary>
    private StageNode Dataset(string name, string wantedBy)
    {
        if (_datasets.TryGetValue(name, out var known))
        {
            return known;
        }

        if (!_settings.Datasets.TryGetValue(name, out var dataset))
        {
            throw configuration.Invalid(wantedBy, $"there is no dataset '{name}'; there are: {string.Join(", ", _settings.Datasets.Keys)}.");
        }

        if (!_resolving.Add(name))
        {
            throw configuration.Invalid($"datasets.{name}", "the dataset depends on itself.");
        }

        if (dataset.Path is null == dataset.From is null)
        {
            throw configuration.Invalid($"datasets.{name}", "give either 'path' or 'from'.");
        }

        var node = dataset.Path is not null ? Ingest(name, dataset, dataset.EmptyResponses) : Dataset(dataset.From!, $"datasets.{name}.from");
        if (dataset.Exclude is { } exclude)
        {
            var origin = dataset.From ?? throw configuration.Invalid($"datasets.{name}.exclude", "'exclude' needs 'from': the dataset whose models the table is about.");
            node = _graph.Map($"select/{name}", new SelectStage(new SelectOptions { Top = exclude.Top }), [new NodeOutput(SelectStage.Instances, node)], Blame(name, origin, exclude));
        }

        if (dataset.Simplify)
        {
            node = _graph.Map($"simplify/{name}", new SimplifyStage(_settings.Stages.Simplify), [new NodeOutput(SimplifyStage.Instances, node)]);
        }

        _resolving.Remove(name);
        return _datasets[name] = node;
    }

    /// <summary>The ingested file that a dataset goes back to.</summary>
    private StageNode Root(string name)
    {
        var dataset = _settings.Datasets[name];
        return dataset.From is null ? _datasets[name].Stage is IngestStage ? _datasets[name] : _datasets[name].Streams[0].Node : Root(dataset.From);
    }

    private StageNode Ingest(string name, DatasetSettings dataset, EmptyResponse empty) => _graph.Fold(
        $"ingest/{name}",
        new IngestStage(IngestOptionsOf(name, dataset, empty)),
        new ExternalInput(IngestStage.File, dataset.Path!.Absolute, []));

    /// <summary>The chat template that the settings name.</summary>
    internal ChatTemplate Template()
    {
        try
        {
            return _settings.Stages.Tokenize.FindTemplate();
        }
        catch (InvalidDataException error)
        {
            throw configuration.Invalid("stages.tokenize.template", error.Message);
        }
    }

    /// <summary>What the ingest stage is told of a dataset.</summary>
    internal IngestOptions IngestOptionsOf(string name, DatasetSettings dataset, EmptyResponse empty) => new()
    {
        Dataset = name,
        File = dataset.Path!.Spelled,
        Format = dataset.Format,
        Columns = new SortedDictionary<string, string>(dataset.Columns.ToDictionary(), StringComparer.Ordinal),
        Skip = dataset.Skip,
        Limit = dataset.Limit,
        EmptyResponses = empty,
        PartRows = _settings.Stages.Ingest.PartRows,
    };

    private NodeInput[] Blame(string name, string origin, ExcludeSettings exclude)
    {
        var models = TunedModels(origin).Where(model => exclude.Table is "attribution" || exclude.Table == $"attribution/{model.Name}").ToList();
        if (models.Count == 0)
        {
            throw configuration.Invalid(
                $"datasets.{name}.exclude.table",
                $"'{exclude.Table}' is no table of results; there are: attribution, {string.Join(", ", TunedModels(origin).Select(model => $"attribution/{model.Name}"))}.");
        }

        var comparison = new ComparisonBuilder(_settings, _graph, key => Dataset(key, "datasets"), key => Root(key));
        return [.. models.Select(model => new NodeOutput($"{SelectStage.SpansPrefix}:{model.Name}", comparison.Spans(model, [Base()])))];
    }

    /// <summary>The models tuned on a dataset: every method, learning rate and seed, with its answers.</summary>
    private IReadOnlyList<ComparedModel> TunedModels(string dataset)
    {
        if (_trainedOn.TryGetValue(dataset, out var known))
        {
            return known;
        }

        var models = new List<ComparedModel>();
        foreach (var (name, method) in _settings.Methods.Where(entry => entry.Value.Datasets.Count == 0 || entry.Value.Datasets.Contains(dataset)))
        {
            foreach (var rate in method.LearningRate)
            {
                foreach (var seed in _settings.Seed)
                {
                    var variant = name + (method.LearningRate.Count > 1 ? $"-{Number(rate)}" : "");
                    var label = variant + (_settings.Seed.Count > 1 ? $"-s{seed}" : "") + "." + dataset;
                    models.Add(Tuned(label, variant, dataset, method, rate, seed));
                }
            }
        }

        return _trainedOn[dataset] = models;
    }

    private ComparedModel Tuned(string label, string variant, string dataset, MethodSettings method, double rate, int seed)
    {
        var lora = method.Type == FineTuneMethod.Lora;
        var options = _settings.Stages.FineTune with
        {
            Method = method.Type,
            Rank = lora ? method.Rank : 0,
            Alpha = lora ? method.Alpha ?? 2 * method.Rank : 0,
            Dropout = lora ? method.Dropout : 0,
            Targets = lora ? method.Targets : [],
            LearningRate = rate,
            Seed = seed,
            Epochs = method.Epochs ?? _settings.Stages.FineTune.Epochs,
        };
        var tokens = _graph.Map(
            $"tokenize/{dataset}", new TokenizeStage(_settings.Stages.Tokenize), [new NodeOutput(TokenizeStage.Instances, Dataset(dataset, "datasets"))], Model(TokenizeStage.Model));
        var tuned = _graph.Fold($"fine-tune/{label}", new FineTuneStage(options), new NodeOutput(FineTuneStage.Tokens, tokens), Model(FineTuneStage.Model));
        var answers = Answers(label, tuned);
        var reported = new ReportedModel(label, lora ? "LFT" : "SFT", dataset, false);
        NodeInput[] sides = [ Model(ShiftStage.Model), new NodeOutput(ShiftStage.Tuned, tuned, OutputScope.Everything)];
        return new ComparedModel(reported, dataset, answers) { Tuned = tuned, Shift = Shifts.Measured(reported, $"{variant}.{dataset}", seed, answers, sides) };
    }

    private ComparedModel Base() => new(new ReportedModel("base", "base", "", true), null, Answers("base", null));

    private StageNode Answers(string label, StageNode? tuned)
    {
        var prompts = _settings.Prompts ?? throw new Engine.InputException($"{configuration.File}: 'methods' need 'prompts' to answer.");
        if (prompts.Path is null)
        {
            throw configuration.Invalid("prompts", "give a 'path'.");
        }

        var asked = Ingest("prompts", prompts, EmptyResponse.Keep);
        var options = _settings.Stages.Generate with { Model = label, Template = Template() };
        NodeInput[] inputs = tuned is null ? [Model(GenerateStage.Model)] : [Model(GenerateStage.Model), new NodeOutput(GenerateStage.Tuned, tuned, OutputScope.Everything)];
        return _graph.Map($"generate/{label}", new GenerateStage(options), [new NodeOutput(GenerateStage.Prompts, asked)], inputs);
    }

    private List<ComparedModel> ImportedModels() => _settings.Generations.Select(entry => new ComparedModel(
        new ReportedModel(entry.Key, "imported", entry.Value.TrainedOn, entry.Value.Control),
        entry.Value.TrainedOn,
        _graph.Fold(
            $"ingest-generations/{entry.Key}",
            new IngestGenerationsStage(GenerationOptionsOf(entry.Key, entry.Value)),
            new ExternalInput(IngestGenerationsStage.File, entry.Value.Path.Absolute, [])))).ToList();

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
        name, (_settings.Model ?? throw new Engine.InputException($"{configuration.File}: 'methods' need a base 'model'.")).Absolute, CheckpointWriter.Patterns);
}
