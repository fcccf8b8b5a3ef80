using Pipeline.App.Settings;
using Pipeline.App.Wiring.Answers;
using Pipeline.App.Wiring.Attribution;
using Pipeline.App.Wiring.Data;
using Pipeline.App.Wiring.Reporting;
using Pipeline.App.Wiring.Tuning;
using Pipeline.App.Wiring.World;
using Pipeline.Engine;
using Pipeline.Engine.Configuration;
using Pipeline.Engine.Planning;
using Pipeline.Stages.Tuning.Pretrain;

namespace Pipeline.App.Wiring;

/// <summary>
/// Wires the chain: datasets × methods × seeds become nodes, and what variants share is one node. Each builder wires one concern and is
/// handed those whose nodes it reads; all stand in the constructor, in the order of the chain. A new node is a method of the builder of its
/// concern, or a builder of its own that the one after it is handed.
/// </summary>
internal sealed class ChainBuilder
{
    private readonly BoundConfiguration _configuration;
    private readonly PipelineSettings _settings;
    private readonly GraphBuilder _graph = new();
    private readonly TemplateChoice _templates;
    private readonly TuningBuilder _tuning;
    private readonly BaseBuilder _bases;
    private readonly ShiftBuilder _shifts;
    private readonly ShiftSummaryBuilder _shiftSummary;
    private readonly ImportBuilder _imports;
    private readonly Lineage _lineage;
    private readonly CounterfactualBuilder _counterfactuals;
    private readonly PromptCounterfactualBuilder _promptCounterfactuals;
    private readonly SourceRecallBuilder _sourceRecall;
    private readonly WrongSpansBuilder _wrongSpans;
    private readonly SourceSimilarityBuilder _sourceSimilarity;
    private readonly ContinuationBuilder _continuations;
    private readonly WorldResultsBuilder _worldResults;
    private readonly ValidityBuilder _validity;
    private readonly ReportBuilder _report;

    /// <summary>A builder for one configuration.</summary>
    /// <exception cref="InputException">Two datasets would have one name, or there is no such device.</exception>
    public ChainBuilder(BoundConfiguration configuration)
    {
        _configuration = configuration;
        var bound = configuration.As<PipelineSettings>();
        var settings = DevicePlacement.Place(
            configuration,
            bound with
            {
                Datasets = DatasetVariants.Expand(configuration, bound.Datasets),
            }
        );
        _settings = settings;

        // Rows: files, the fictional world, datasets, prompts.
        var ingest = new IngestBuilder(settings, _graph);
        var world = new WorldDataBuilder(settings, _graph);
        var datasets = new DatasetBuilder(configuration, settings, _graph, ingest, world);
        var prompts = new PromptBuilder(configuration, settings, ingest, world);

        // Weights: tokens, training, the choice by training loss.
        var baseModel = new BaseModelInput(configuration, settings);
        var names = new MethodNames(settings);
        var training = new TrainingBuilder(configuration, settings, _graph, names, baseModel);
        _tuning = new TuningBuilder(configuration, settings, training, new MatchedLossBuilder(settings, _graph, names));

        // Answers, and how far they moved: of the base, of what is tuned here or was elsewhere, of those that are imported.
        _templates = new TemplateChoice(configuration, settings);
        var answers = new AnswerBuilder(settings, _graph, prompts, baseModel);
        _shifts = new ShiftBuilder(settings, _graph, baseModel, new UnrelatedDatasets(settings));
        _bases = new BaseBuilder(settings, _templates, answers);
        var tuned = new TunedModelBuilder(_tuning, _templates, answers, _shifts);
        var external = new ExternalModelBuilder(settings, _templates, answers, _shifts);
        _imports = new ImportBuilder(configuration, settings, _graph, _templates, external, _shifts);
        _shiftSummary = new ShiftSummaryBuilder(configuration, settings, _graph, _shifts);

        // Where they come from: rows that are near, spans that stand in them, or that the fictional world makes certain.
        var controls = new ControlChoice(settings);
        var retrieval = new RetrievalBuilder(configuration, settings, _graph);
        var attribution = new AttributionBuilder(settings, _graph, retrieval);
        var origins = new WorldOrigins(settings);
        var control = new ControlBuilder(configuration, settings, controls, attribution, datasets, origins, training, tuned);
        var borrowings = new BorrowingsBuilder(settings, _graph, attribution, control);
        var measures = new WorldMeasureBuilder(_graph, datasets, world, origins, prompts);
        var spans = new SpanTables(configuration, borrowings, measures);

        // Rows that results blame: left out of datasets, and of models that are trained again.
        var exclusions = new ExclusionBuilder(_graph);
        var exclusion = new ResultExclusion(configuration, settings, spans, retrieval, exclusions);
        _lineage = new Lineage(configuration, settings, datasets, tuned, external, _imports, _bases, controls, exclusion);
        _counterfactuals = new CounterfactualBuilder(
            configuration,
            settings,
            _graph,
            spans,
            retrieval,
            exclusions,
            training,
            _bases,
            answers,
            baseModel
        );
        _promptCounterfactuals = new PromptCounterfactualBuilder(configuration, settings, _graph, prompts, spans, answers);
        _sourceRecall = new SourceRecallBuilder(configuration, settings, _graph, spans, retrieval);

        // What the report shows.
        var probes = new WorldProbeBuilder(settings, answers, world, origins, measures);
        _worldResults = new WorldResultsBuilder(settings, _graph, prompts, origins, measures, probes);
        var verdicts = new VerdictsBuilder(_graph, borrowings);
        var marks = new MarkBuilder(configuration, settings, _graph, prompts, measures);
        _wrongSpans = new WrongSpansBuilder(configuration, settings, _graph, marks, verdicts);
        _sourceSimilarity = new SourceSimilarityBuilder(configuration, settings, _graph, borrowings, measures, retrieval);
        _continuations = new ContinuationBuilder(configuration, settings, _graph, marks, borrowings, measures, baseModel);
        _validity = new ValidityBuilder(_graph, verdicts, measures);
        _report = new ReportBuilder(settings, _graph, new JudgementBuilder(settings, _graph), verdicts, retrieval, baseModel);
    }

    /// <summary>The whole graph.</summary>
    /// <exception cref="InputException">Settings contradict each other, or name what is not there.</exception>
    public Graph Build()
    {
        if (_settings.Pretrain is { } pretrain)
        {
            return BuildPretraining(pretrain);
        }

        RequireKnownNames();

        // dataset file → … → fine-tune → generate → shift, for every model with weights.
        ComparedModel[] compared = [.. _lineage.FindTuned(), .. _lineage.FindExternal()];
        if (compared.Length + _settings.Generations.Count == 0)
        {
            return BuildDatasets();
        }

        ComparedModel[] untuned = compared.Length > 0 ? [_bases.Build(), .. _bases.BuildInContext()] : [];
        ComparedModel[] asked = [.. untuned, .. compared];
        foreach (var model in untuned)
        {
            // What wrappers alone shift: the summary shows it, the report's pages on single models do not.
            _ = _shifts.Measure(model);
        }

        // attribute → exclude, then imported answers → shift and the pairs that the settings compare.
        _lineage.CarryOutExclusions();
        var imported = _lineage.FindImported().Select(model => _imports.Measure(model, compared)).ToList();
        _shiftSummary.Compare(compared);

        var counterfactuals = _counterfactuals.Build(asked);

        // shift → shift-summary, spans → counterfactual, prompt-counterfactual, source-recall, wrong-spans, world-results; generate →
        // judge, attribute; all → report.
        return _graph.Build(
            _report.Build(
                new ChainResults
                {
                    Asked = asked,
                    Imported = imported,
                    ShiftSummary = _shiftSummary.Build([.. _shiftSummary.ListDatasets().Select(name => _lineage.FindDataset(name))]),
                    Counterfactuals = counterfactuals,
                    PromptCounterfactuals = _promptCounterfactuals.Build(asked),
                    SourceRecall = _sourceRecall.Build(asked),
                    WrongSpans = _wrongSpans.Build(asked, imported, counterfactuals),
                    SourceSimilarity = _sourceSimilarity.Build(asked),
                    Continuations = _continuations.Build(asked, imported),
                    WorldResults = _worldResults.Build(asked),
                    Validity = _validity.Build(asked, counterfactuals),
                }
            )
        );
    }

    private void RequireKnownNames()
    {
        if (_settings.Stages.Attribute.Search.Count == 0)
        {
            throw _configuration.Invalid("stages.attribute.search", "nothing would be searched; name response, instruction or input.");
        }

        _ = _templates.FindDefault();
        _tuning.RequireKnownNames();
        _lineage.RequireKnownNames();
    }

    private Graph BuildPretraining(PretrainSettings pretrain)
    {
        var texts = pretrain
            .Datasets.Select(
                (name, index) => new NodeOutput($"{PretrainStage.Texts}{index}", _lineage.FindDataset(name, "pretrain.datasets").Rows)
            )
            .ToArray();
        _graph.Fold("pretrain", new PretrainStage(pretrain.Model with { Seed = _settings.Seed[0] }), texts);
        _lineage.CarryOutExclusions();
        return _graph.Build(null);
    }

    /// <summary>A file that gives datasets and nothing to do with them asks to have them read.</summary>
    private Graph BuildDatasets()
    {
        if (
            _settings.Datasets.Count == 0
            || _settings.Model is not null
            || _settings.Prompts is not null
            || _settings.Methods.Count + _settings.Models.Count > 0
        )
        {
            throw new InputException(
                $"{_configuration.File}: nothing to do. Give 'methods' with 'prompts', 'model' and 'datasets', or 'models' with "
                    + "'prompts' and 'model', or 'generations', or 'pretrain', or 'datasets' alone to read them."
            );
        }

        foreach (var name in _settings.Datasets.Keys)
        {
            _lineage.FindDataset(name);
        }

        return _graph.Build(null);
    }
}
