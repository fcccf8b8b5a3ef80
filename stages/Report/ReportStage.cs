using Pipeline.Engine.Stages;
using Pipeline.Modeling.Models;
using Pipeline.Stages.Answers.Generate;
using Pipeline.Stages.Answers.Judge;
using Pipeline.Stages.Answers.Shift;
using Pipeline.Stages.Answers.ShiftSummary;
using Pipeline.Stages.Attribution.Attribute;
using Pipeline.Stages.Attribution.Borrowings;
using Pipeline.Stages.Attribution.Counterfactual;
using Pipeline.Stages.Attribution.CounterfactualSummary;
using Pipeline.Stages.Attribution.PromptCounterfactual;
using Pipeline.Stages.Attribution.SourceRecall;
using Pipeline.Stages.Attribution.SourceSimilarity;
using Pipeline.Stages.Attribution.WrongSpans;
using Pipeline.Stages.Data.Ingest;
using Pipeline.Stages.Data.Simplify;
using Pipeline.Stages.Report.Sections;
using Pipeline.Stages.Tuning.FineTune;
using Pipeline.Stages.Tuning.MatchLoss;
using Pipeline.Stages.World.Results;
using Pipeline.Stages.World.Validity;

namespace Pipeline.Stages.Report;

/// <summary>Folds everything into one self-contained page, with the figures it shows as tables beside it.</summary>
public sealed class ReportStage(ReportOptions options) : FoldStage
{
    /// <summary>Prefix of a model's answers.</summary>
    public const string Answers = "answers:";

    /// <summary>Prefix of a model's scores.</summary>
    public const string Judgements = "judgements:";

    /// <summary>Prefix of a model's token shift; optional.</summary>
    public const string Shift = "shift:";

    /// <summary>The summary of the token shift; optional.</summary>
    public const string ShiftSummary = "shift-summary";

    /// <summary>Prefix of the counterfactual of a model's spans; optional.</summary>
    public const string Counterfactual = "counterfactual:";

    /// <summary>The summary of the counterfactuals; optional.</summary>
    public const string CounterfactualSummary = "counterfactual-summary";

    /// <summary>What became of borrowed spans when prompts were rephrased; optional.</summary>
    public const string PromptCounterfactual = "prompt-counterfactual";

    /// <summary>How well retrieval finds sources; optional.</summary>
    public const string SourceRecall = "source-recall";

    /// <summary>How many wrong spans come from a row; optional.</summary>
    public const string WrongSpans = "wrong-spans";

    /// <summary>How near answers are to their sources; optional.</summary>
    public const string SourceSimilarity = "source-similarity";

    /// <summary>The summary of right and written texts; optional.</summary>
    public const string ContinuationSummary = "continuation-summary";

    /// <summary>The results of the controlled world; optional.</summary>
    public const string WorldResults = "world-results";

    /// <summary>What verdicts on spans are worth where the truth is known; optional.</summary>
    public const string Validity = "world-validity";

    /// <summary>Prefix of a model's judged spans; optional.</summary>
    public const string Spans = "spans:";

    /// <summary>Prefix of the rates of those spans beside a control's; optional.</summary>
    public const string Rates = "rates:";

    /// <summary>Prefix of the rows near to a model's answers; optional.</summary>
    public const string Neighbours = "neighbours:";

    /// <summary>The base model's folder, of which the configuration alone is read; optional.</summary>
    public const string Model = "model";

    /// <summary>Prefix of a model's fine-tuning artifact; optional.</summary>
    public const string Training = "training:";

    /// <summary>Prefix of a dataset's instances.</summary>
    public const string Instances = "instances:";

    /// <summary>Prefix of the ingest artifact that a dataset goes back to.</summary>
    public const string Sources = "sources:";

    /// <summary>The page's file name.</summary>
    public const string Page = "report.html";

    private const string BaseModel = "base";

    /// <inheritdoc />
    public override string Name => "report";

    /// <inheritdoc />
    public override int Version => 10;

    /// <inheritdoc />
    public override object Options => options;

    /// <summary>The name of the input that holds right and written texts of a model's answers under a reader; optional.</summary>
    /// <param name="model">The model that wrote the answers.</param>
    /// <param name="scorer">The model that reads them.</param>
    public static string NameContinuations(string model, string scorer) => $"continuations:{model}:{scorer}";

    /// <inheritdoc />
    public override async Task RunAsync(StageInputs inputs, FoldOutput output, StageContext context, CancellationToken cancellation)
    {
        var findings = new List<ModelFindings>();
        var untuned = inputs.Find(Model);
        IReadOnlyList<LinearLayerShape> layers = untuned is null ? [] : CausalLanguageModel.LinearLayersOf(untuned.Folder!);
        foreach (var model in options.Models)
        {
            findings.Add(await ReadAsync(inputs, model, layers, cancellation).ConfigureAwait(false));
        }

        var summaries = findings.ConvertAll(Summary.Summarise);
        var statistics = (
            await FileAsync<ShiftStatisticRow>(inputs, ShiftSummary, ShiftStatisticRow.FileName, cancellation).ConfigureAwait(false)
        ).ToLookup(row => row.Reference == BaseModel);
        var material = new ReportMaterial(
            options,
            findings,
            summaries,
            await InstancesAsync(inputs, cancellation).ConfigureAwait(false),
            await SimplifiedAsync(inputs, cancellation).ConfigureAwait(false),
            inputs
                .Names.Order(StringComparer.Ordinal)
                .Select(name => new ReportInput(name, inputs[name].Rows, inputs[name].Digest))
                .ToList()
        )
        {
            ShiftStatistics = [.. statistics[true]],
            ShiftComparisons = [.. statistics[false]],
            ShiftedWords = (
                await FileAsync<ShiftedWordRow>(inputs, ShiftSummary, ShiftedWordRow.FileName, cancellation).ConfigureAwait(false)
            )
                .Where(row => row.Reference == BaseModel)
                .ToList(),
            BorrowedWords = (
                await FileAsync<BorrowedWordRow>(inputs, ShiftSummary, BorrowedWordRow.FileName, cancellation).ConfigureAwait(false)
            )
                .Where(row => row.Reference == BaseModel)
                .ToList(),
            Counterfactuals = await CounterfactualsAsync(inputs, cancellation).ConfigureAwait(false),
            CounterfactualSummary = await FileAsync<CounterfactualSummaryRow>(
                    inputs,
                    CounterfactualSummary,
                    CounterfactualSummaryRow.FileName,
                    cancellation
                )
                .ConfigureAwait(false),
            Rephrased = await TableAsync<PromptCounterfactualSpanRow>(inputs, PromptCounterfactual, cancellation).ConfigureAwait(false),
            RephrasedSummary = await FileAsync<PromptCounterfactualSummaryRow>(
                    inputs,
                    PromptCounterfactual,
                    PromptCounterfactualSummaryRow.FileName,
                    cancellation
                )
                .ConfigureAwait(false),
            SourceRecall = await FileAsync<SourceRecallRow>(inputs, SourceRecall, SourceRecallRow.FileName, cancellation)
                .ConfigureAwait(false),
            WrongSpans = await FileAsync<WrongSpanShareRow>(inputs, WrongSpans, WrongSpanShareRow.FileName, cancellation)
                .ConfigureAwait(false),
            SourceSimilarity = await FileAsync<SourceSimilarityRow>(inputs, SourceSimilarity, SourceSimilarityRow.FileName, cancellation)
                .ConfigureAwait(false),
            Continuations = await ContinuationFindings
                .ReadAsync(inputs, [.. options.Models.Select(model => model.Name)], cancellation)
                .ConfigureAwait(false),
            World = await WorldAsync(inputs, cancellation).ConfigureAwait(false),
            Validity = await FileAsync<ValidityRow>(inputs, Validity, ValidityRow.FileName, cancellation).ConfigureAwait(false),
            Neighbours = await ApproximateIndex.ReadAsync(inputs, Neighbours, cancellation).ConfigureAwait(false),
            ShiftFigures = inputs.Has(ShiftSummary) ? FigureFiles.Read(inputs[ShiftSummary]) : [],
            BaseParameters = untuned is null ? null : CausalLanguageModel.ParametersOf(untuned.Folder!),
            BaseLayers = layers,
        };
        await output.WriteTableAsync(ModelSummaryRow.FileName, summaries, cancellation).ConfigureAwait(false);
        await File.WriteAllTextAsync(output.PathOf(Page), ReportPage.Write(material), cancellation).ConfigureAwait(false);
    }

    private static async Task<WorldFindings?> WorldAsync(StageInputs inputs, CancellationToken cancellation) =>
        !inputs.Has(WorldResults)
            ? null
            : new WorldFindings(
                await inputs.ReadFileAsync<WorldClaimRow>(WorldResults, WorldClaimRow.FileName, cancellation).ConfigureAwait(false),
                await inputs.ReadFileAsync<WorldEvidenceRow>(WorldResults, WorldEvidenceRow.FileName, cancellation).ConfigureAwait(false),
                await inputs.ReadFileAsync<WorldResultRow>(WorldResults, WorldResultRow.FileName, cancellation).ConfigureAwait(false),
                FigureFiles.Read(inputs[WorldResults])
            );

    private static async Task<IReadOnlyList<TRow>> TableAsync<TRow>(StageInputs inputs, string name, CancellationToken cancellation)
        where TRow : class, new() =>
        inputs.Has(name) ? await inputs.RowsAsync<TRow>(name, cancellation).ToListAsync(cancellation).ConfigureAwait(false) : [];

    private static async Task<IReadOnlyList<TRow>> FileAsync<TRow>(
        StageInputs inputs,
        string name,
        string file,
        CancellationToken cancellation
    )
        where TRow : class, new() =>
        inputs.Has(name) ? await inputs.ReadFileAsync<TRow>(name, file, cancellation).ConfigureAwait(false) : [];

    private static async Task<ModelFindings> ReadAsync(
        StageInputs inputs,
        ReportedModel model,
        IReadOnlyList<LinearLayerShape> layers,
        CancellationToken cancellation
    ) =>
        new(
            model,
            await TableAsync<GenerationRow>(inputs, Answers + model.Name, cancellation).ConfigureAwait(false),
            await TableAsync<JudgementRow>(inputs, Judgements + model.Name, cancellation).ConfigureAwait(false),
            inputs.Has(Shift + model.Name)
                ? await inputs
                    .RowsAsync<TokenShiftRow>(Shift + model.Name, cancellation)
                    .Where(token => token.Wrapper == BaseWrapper.Same)
                    .ToListAsync(cancellation)
                    .ConfigureAwait(false)
                : [],
            await TableAsync<BorrowedSpanRow>(inputs, Spans + model.Name, cancellation).ConfigureAwait(false),
            await FileAsync<BorrowingRateRow>(inputs, Rates + model.Name, BorrowingRateRow.FileName, cancellation).ConfigureAwait(false),
            await FileAsync<TrainingMetricRow>(inputs, Training + model.Name, TrainingMetricRow.FileName, cancellation)
                .ConfigureAwait(false)
        )
        {
            Final = await FileAsync<TrainingCheckpointRow>(inputs, Training + model.Name, TrainingCheckpointRow.FileName, cancellation)
                .ConfigureAwait(false)
                is [.., var last]
                ? [last]
                : [],
            Candidates = HasFile(inputs, Training + model.Name, MatchCandidateRow.FileName)
                ? await FileAsync<MatchCandidateRow>(inputs, Training + model.Name, MatchCandidateRow.FileName, cancellation)
                    .ConfigureAwait(false)
                : [],
            Adapter = HasFile(inputs, Training + model.Name, AdapterFile.ConfigurationName)
                ? AdapterFile.ReadShape(inputs[Training + model.Name].PathOf(AdapterFile.ConfigurationName), layers)
                : null,
        };

    private static bool HasFile(StageInputs inputs, string name, string file) =>
        inputs.Find(name)?.Files.Any(found => found.Name == file) == true;

    /// <summary>The instances of every dataset with where they came from, by dataset and id.</summary>
    private async Task<Dictionary<(string Dataset, string Id), SourcedInstance>> InstancesAsync(
        StageInputs inputs,
        CancellationToken cancellation
    )
    {
        var sourced = new Dictionary<(string, string), SourcedInstance>();
        foreach (
            var dataset in options.Models.Select(model => model.Dataset).Where(name => name.Length > 0).Distinct(StringComparer.Ordinal)
        )
        {
            var sources = (
                await inputs.ReadFileAsync<SourceRow>(Sources + dataset, SourceRow.FileName, cancellation).ConfigureAwait(false)
            ).ToDictionary(source => source.InstanceId, StringComparer.Ordinal);
            foreach (var instance in await TableAsync<InstanceRow>(inputs, Instances + dataset, cancellation).ConfigureAwait(false))
            {
                sourced[(dataset, instance.InstanceId)] = new SourcedInstance(instance, sources[instance.InstanceId]);
            }
        }

        return sourced;
    }

    private async Task<IReadOnlyDictionary<string, IReadOnlyList<CounterfactualSpanRow>>> CounterfactualsAsync(
        StageInputs inputs,
        CancellationToken cancellation
    )
    {
        var spans = new Dictionary<string, IReadOnlyList<CounterfactualSpanRow>>(StringComparer.Ordinal);
        foreach (var name in options.Models.Select(model => model.Name).Where(name => inputs.Has(Counterfactual + name)))
        {
            spans.Add(name, await TableAsync<CounterfactualSpanRow>(inputs, Counterfactual + name, cancellation).ConfigureAwait(false));
        }

        return spans;
    }

    private async Task<IReadOnlyDictionary<string, IReadOnlyList<SimplifiedRow>>> SimplifiedAsync(
        StageInputs inputs,
        CancellationToken cancellation
    )
    {
        var rows = new OrderedDictionary<string, IReadOnlyList<SimplifiedRow>>(StringComparer.Ordinal);
        foreach (var dataset in options.Simplified.Where(dataset => inputs.Has(Instances + dataset.Name)))
        {
            rows.Add(dataset.Name, await TableAsync<SimplifiedRow>(inputs, Instances + dataset.Name, cancellation).ConfigureAwait(false));
        }

        return rows;
    }
}
