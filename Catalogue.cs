using System.Reflection;
using Pipeline.App.Publishing;
using Pipeline.App.RowViews;
using Pipeline.App.Settings;
using Pipeline.App.Wiring;
using Pipeline.App.Wiring.Checks;
using Pipeline.Engine.Caching;
using Pipeline.Engine.CommandLine;
using Pipeline.Engine.Configuration;
using Pipeline.Engine.Planning;
using Pipeline.Modeling.Models;
using Pipeline.Modeling.Search;
using Pipeline.Stages.Answers.Generate;
using Pipeline.Stages.Answers.Import;
using Pipeline.Stages.Answers.Shift;
using Pipeline.Stages.Attribution.Attribute;
using Pipeline.Stages.Attribution.Mark;
using Pipeline.Stages.Attribution.Rephrase;
using Pipeline.Stages.Attribution.Retrieve;
using Pipeline.Stages.Attribution.Retrieve.Bm25;
using Pipeline.Stages.Attribution.Retrieve.Fusion;
using Pipeline.Stages.Data.Filter;
using Pipeline.Stages.Data.Halve;
using Pipeline.Stages.Data.Ingest;
using Pipeline.Stages.Data.Mix;
using Pipeline.Stages.Data.Sample;
using Pipeline.Stages.Data.Select;
using Pipeline.Stages.Data.Simplify;
using Pipeline.Stages.Data.Tokenize;
using Pipeline.Stages.World.Make;

namespace Pipeline.App;

/// <summary>The program as the engine sees it: what a YAML file may say, the graph that it stands for, how rows are shown, and the page
/// that a run ends with.</summary>
internal sealed class Catalogue : ICatalogue
{
    /// <inheritdoc />
    public string Version { get; } =
        typeof(Catalogue).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()!.InformationalVersion.Split('+')[0];

    /// <inheritdoc />
    public string Description =>
        "Shows what instruction tuning did to a language model, and which training rows its answers were borrowed from.";

    /// <inheritdoc />
    public IReadOnlyList<CommandExample> Examples =>
        [
            new("run", "pipeline.yaml", "run, or go on; Ctrl+C keeps what is finished"),
            new("run", "pipeline.yaml --dry-run", "what would be computed, and why"),
            new("run", "pipeline.yaml --set stages.generate.max_new_tokens=64", "change a setting for this run"),
            new("run", "pipeline.yaml --until tokenize", "a stage and what it needs"),
            new("run", "pipeline.yaml --force generate/base", "compute one variant again"),
            new("explain", "explain pipeline.yaml generate", "why a stage would run again"),
            new(
                "inspect",
                "inspect pipeline.yaml tokenize 3",
                "a training sequence, the tokens that carry loss coloured, or in ⟦ ⟧ when piped"
            ),
            new("inspect", "inspect pipeline.yaml attribute/lft.alpaca 1", "a span of an answer, and the training row that it stands in"),
            new("inspect", "inspect pipeline.yaml fine-tune/lft.alpaca 100 --file metrics.parquet", "a training step"),
            new(
                "worker",
                "worker pipeline.yaml --stage generate/base --parts 0-3",
                "four parts of one variant; run pipeline.yaml later with the same cache"
            ),
            new(
                "schema",
                "schema > pipeline.schema.json",
                "for an editor: the YAML's first line names it, '# yaml-language-server: $schema=pipeline.schema.json'"
            ),
        ];

    /// <inheritdoc />
    public Type SettingsType => typeof(PipelineSettings);

    /// <inheritdoc />
    public IReadOnlyDictionary<string, string> Libraries { get; } =
        new SortedDictionary<string, string>(StringComparer.Ordinal)
        {
            ["TorchSharp"] = PackageVersion("TorchSharp"),
            ["libtorch"] = PackageVersion("libtorch-cpu-linux-x64"),
            ["Parquet.Net"] = PackageVersion("Parquet.Net"),
            ["runtime"] = Environment.Version.ToString(),
            ["kernels"] = KernelChoices.Description,
            ["FAISS"] = FaissIndex.BuiltVersion ?? "none",
        };

    /// <inheritdoc />
    public string RunName(BoundConfiguration configuration) =>
        configuration.As<PipelineSettings>().Run is not { } run ? configuration.Name
        : RelativeName.IsInside(run) ? run
        : throw configuration.Invalid("run", $"'{run}' would not lie below the folder of runs; expected a name such as 'my-run'.");

    /// <inheritdoc />
    public string HowToNameARun => "give it a name of its own ('run: NAME' in the file, or --set run=NAME)";

    /// <inheritdoc />
    public Graph Build(BoundConfiguration configuration) => new ChainBuilder(configuration).Build();

    /// <inheritdoc />
    public IEnumerable<InputCheck> Checks(BoundConfiguration configuration, Graph graph) => ChainChecks.List(configuration, graph);

    /// <inheritdoc />
    public IRowView? RowView(StageNode node) =>
        node.Stage switch
        {
            IngestStage
            or SelectStage
            or SampleStage
            or HalveStage
            or FilterStage
            or MixStage
            or WorldCorpusStage
            or WorldInstructionsStage
            or WorldPromptsStage
            or RephraseStage => new InstanceView(simplified: false),
            SimplifyStage => new InstanceView(simplified: true),
            TokenizeStage => new TokenizedView(),
            GenerateStage or IngestGenerationsStage => new GenerationView(),
            ShiftStage => new TokenShiftView(),
            RetrieveStage or Bm25RetrieveStage or FusionRetrieveStage => new NeighbourView(),
            AttributeStage => new BorrowedSpanView(),
            MarkStage => new MarkedSpanView(),
            _ => null,
        };

    /// <inheritdoc />
    public Task<string?> PublishAsync(FinishedRun run, CancellationToken cancellation) =>
        ReportPublisher.PublishAsync(run, Version, Libraries, cancellation);

    /// <summary>A package's version as the build pinned it.</summary>
    private static string PackageVersion(string package) =>
        typeof(Catalogue).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>().Single(item => item.Key == $"Package.{package}").Value!;
}
