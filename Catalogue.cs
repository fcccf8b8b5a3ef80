using System.Reflection;
using Pipeline.Engine.CommandLine;
using Pipeline.Engine.Configuration;
using Pipeline.Engine.Planning;
using Pipeline.Modeling.Models;
using Pipeline.Modeling.Tokenization;
using Pipeline.Stages.Ingest;
using Pipeline.Stages.Report;

namespace Pipeline.App;

/// <summary>The one place that names the stages: what a YAML file may say, the graph it stands for, and the page a run ends with.</summary>
internal sealed class Catalogue : ICatalogue
{
    /// <inheritdoc />
    public string Version { get; } = typeof(Catalogue).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()!.InformationalVersion.Split('+')[0];

    /// <inheritdoc />
    public string Description => "Shows what instruction tuning did to a language model, and which training rows its answers were borrowed from.";

    /// <inheritdoc />
    public Type SettingsType => typeof(PipelineSettings);

    /// <inheritdoc />
    public IReadOnlyDictionary<string, string> Libraries { get; } = new SortedDictionary<string, string>(StringComparer.Ordinal)
    {
        ["TorchSharp"] = "0.107.0",
        ["libtorch"] = "2.10.0",
        ["Parquet.Net"] = "6.1.0",
        ["Microsoft.ML.Tokenizers"] = "2.0.1",
        ["runtime"] = Environment.Version.ToString(),
    };

    /// <inheritdoc />
    public string RunName(BoundConfiguration configuration) => configuration.As<PipelineSettings>().Run ?? configuration.Name;

    /// <inheritdoc />
    public Graph Build(BoundConfiguration configuration) => new ChainBuilder(configuration).Build();

    /// <inheritdoc />
    public IEnumerable<InputCheck> Checks(BoundConfiguration configuration)
    {
        var settings = configuration.As<PipelineSettings>();
        var chain = new ChainBuilder(configuration);
        foreach (var (name, dataset) in settings.Datasets.Where(entry => entry.Value.Path is not null))
        {
            yield return Rows($"datasets.{name}", chain.IngestOptionsOf(name, dataset, dataset.EmptyResponses), dataset.Path!.Absolute);
        }

        if (settings.Prompts is { Path: not null } prompts)
        {
            yield return Rows("prompts", chain.IngestOptionsOf("prompts", prompts, EmptyResponse.Keep), prompts.Path.Absolute);
        }

        foreach (var (name, generation) in settings.Generations)
        {
            yield return new InputCheck(
                $"generations.{name}",
                cancellation => IngestGenerationsStage.CheckAsync(chain.GenerationOptionsOf(name, generation), generation.Path.Absolute, cancellation));
        }

        if (settings.Model is { } model)
        {
            yield return new InputCheck("model", _ => Task.Run(() =>
            {
                CausalLanguageModel.Check(model.Absolute);
                return $"vocabulary {TokenizerFile.Load(model.Absolute).VocabularySize}";
            }));
        }

        _ = ChatTemplate.Named(settings.Stages.Tokenize.Template);
    }

    /// <inheritdoc />
    public async Task<string?> PublishAsync(FinishedRun run, CancellationToken cancellation)
    {
        if (run.Graph.Report is not { } node || !run.Result.Artifacts.TryGetValue(node, out var report))
        {
            return null;
        }

        var facts = run.Result.Completed.OrderBy(done => run.Graph.Nodes.TakeWhile(other => other.Id != done.Node).Count())
            .Select(done => new RunFact(done.Node, done.Parts, done.Hits, done.Rows, done.Seconds)).ToList();
        var page = await File.ReadAllTextAsync(report.PathOf(ReportStage.Page), cancellation).ConfigureAwait(false);
        var path = Path.Combine(run.Settings.RunFolder, ReportStage.Page);
        Directory.CreateDirectory(run.Settings.RunFolder);
        await File.WriteAllTextAsync(path, RunFactsPage.Insert(page, facts), cancellation).ConfigureAwait(false);
        return path;
    }

    private static InputCheck Rows(string subject, IngestOptions options, string path) => new(
        subject, cancellation => IngestStage.CheckAsync(options, path, cancellation));
}
