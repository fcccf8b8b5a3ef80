using System.Text.Json.Nodes;
using Pipeline.Modeling.Models;
using Pipeline.Stages.Data.Tokenize;
using Pipeline.Stages.Tuning.FineTune;
using Pipeline.Tests.Modeling.Models;
using Pipeline.Tests.Support;

namespace Pipeline.Tests.Stages.Tuning.FineTune;

/// <summary>What a tuned model's folder holds.</summary>
public sealed class FineTuneStageTests
{
    private const int EndOfAnswer = 300;

    private static readonly FineTuneOptions _options = new()
    {
        Method = FineTuneMethod.Full,
        Epochs = 1,
        BatchSize = 2,
        EvaluationShare = 0,
        LossRows = 0,
        Checkpoints = 2,
    };

    [Fact]
    public async Task Every_checkpoint_ends_its_answers_with_what_the_rows_end_with_beside_the_bases_own()
    {
        using var fixture = new StageFixture().WithFolder(FineTuneStage.Model, GoldenModels.Folder("qwen2"));
        await fixture.WithTableAsync(FineTuneStage.Tokens, [.. Enumerable.Range(0, 8).Select(Row)]);

        await fixture.RunAsync(new FineTuneStage(_options));

        var folders = Directory
            .EnumerateFiles(fixture.Output, ModelConfiguration.FileName, SearchOption.AllDirectories)
            .Select(path => Path.GetDirectoryName(path)!)
            .ToList();
        Assert.Equal(2, folders.Count);
        Assert.All(
            folders,
            folder =>
                Assert.All(
                    ["config.json", "generation_config.json"],
                    name => Assert.Equal($"[2,{EndOfAnswer}]", EndOf(Path.Combine(folder, name)))
                )
        );
    }

    private static string EndOf(string path) => JsonNode.Parse(File.ReadAllBytes(path))!["eos_token_id"]!.ToJsonString();

    /// <summary>Row 7 was cut off, so its last token ends nothing.</summary>
    private static TokenizedRow Row(int row) =>
        new()
        {
            InstanceId = $"r{row}",
            TokenIds = [5, 6, 7 + row, row == 7 ? 40 : EndOfAnswer],
            LossMask = [0, 0, 1, 1],
            TruncatedTokens = row == 7 ? 3 : 0,
        };
}
