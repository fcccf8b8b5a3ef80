using System.Text;
using Pipeline.App;
using Pipeline.App.Settings;
using Pipeline.Engine.Configuration;
using Pipeline.Stages.Answers;
using Pipeline.Stages.Answers.Shift;
using Pipeline.Stages.Tuning.FineTune;
using Pipeline.Tests.Support;

namespace Pipeline.Tests.App;

/// <summary>The paper's runs as configuration: each is planned whole, without its weights or data.</summary>
public sealed class PaperRunsTests : IDisposable
{
    private static readonly string[] _models =
    [
        "Llama-2-7b-hf",
        "Llama-2-13b-hf",
        "Llama-2-70b-hf",
        "Llama-2-7b-chat-hf",
        "vicuna-7b-v1.5",
        "Mistral-7B-v0.1",
        "phi-1_5",
    ];

    private static readonly string[] _data =
    [
        "alpaca_data.json",
        "MedInstruct-52k.json",
        "medinstruct-test.jsonl",
        "databricks-dolly-15k.jsonl",
        "lima-train.jsonl",
        "tulu-v2-sft-mixture.jsonl",
        "just-eval-instruct.jsonl",
        "chatgpt_9k.json",
        "dolly_3k.json",
        "alpaca_evol_instruct_70k.json",
    ];

    private readonly TemporaryFolder _folder = new();

    public PaperRunsTests()
    {
        foreach (var model in _models)
        {
            _folder.Write($"models/{model}/config.json", "{}");
        }

        foreach (var file in _data)
        {
            _folder.Write($"data/{file}", "not the real one");
        }
    }

    public static TheoryData<string> Files { get; } =
    [
        .. Directory
            .EnumerateFiles(Repository.PathOf("examples", "paper"), "*.yaml")
            .Select(path => Path.GetFileName(path))
            .Where(name => name != "shared.yaml")
            .Order(StringComparer.Ordinal),
    ];

    [Fact]
    public void Every_run_expands_to_the_models_of_the_paper()
    {
        Environment.SetEnvironmentVariable("PAPER_MODELS", _folder.PathOf("models"));
        Environment.SetEnvironmentVariable("PAPER_DATA", _folder.PathOf("data"));
        var text = new StringBuilder();
        foreach (var file in Files.Select(row => row.Data))
        {
            var graph = new Catalogue().Build(
                ConfigurationLoader.Load(Repository.PathOf("examples", "paper", file), typeof(PipelineSettings), [])
            );
            text.Append($"{file}: {graph.Nodes.Count} stages\n");
            foreach (
                var node in graph.Nodes.Where(node =>
                    node.Stage.Name is "fine-tune" or "match-loss" || node.Stage.Options is ShiftOptions { Method: TuningMethod.External }
                )
            )
            {
                text.Append($"  {node.Id}");
                if (node.Stage.Options is FineTuneOptions options)
                {
                    Assert.Equal((3, 32), (options.Epochs, options.BatchSize));
                    text.Append(options.Method == FineTuneMethod.Lora ? $", rank {options.Rank}, alpha {options.Alpha}" : ", full")
                        .Append($", rate {options.LearningRate:0.#e0}")
                        .Append(options.NeftuneAlpha > 0 ? $", NEFTune {options.NeftuneAlpha}" : "");
                }

                text.Append('\n');
            }
        }

        Approved.Matches("paper-runs", text.ToString());
    }

    [Theory]
    [InlineData("llama-2-13b-medinstruct.yaml")]
    [InlineData("matched-loss.yaml")]
    public async Task A_dry_run_plans_every_stage(string file)
    {
        var environment = new Dictionary<string, string>
        {
            ["PAPER_MODELS"] = _folder.PathOf("models"),
            ["PAPER_DATA"] = _folder.PathOf("data"),
        };
        var run = await ProgramRun.OfAsync(
            _folder.Root,
            [Repository.PathOf("examples", "paper", file), "--dry-run", "--cache", _folder.PathOf("cache")],
            environment
        );

        Assert.Equal("", run.Errors);
        Assert.Equal(0, run.ExitCode);
        Assert.Contains("report", run.Output, StringComparison.Ordinal);
        Assert.Contains("fine-tune/", run.Output, StringComparison.Ordinal);
    }

    public void Dispose() => _folder.Dispose();
}
