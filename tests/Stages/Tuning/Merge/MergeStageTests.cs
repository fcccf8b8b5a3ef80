using System.Text.Json.Nodes;
using Pipeline.Modeling.Models;
using Pipeline.Stages.Data.Tokenize;
using Pipeline.Stages.Tuning.Merge;
using Pipeline.Tests.Modeling.Models;
using Pipeline.Tests.Support;
using static TorchSharp.torch;

namespace Pipeline.Tests.Stages.Tuning.Merge;

public sealed class MergeStageTests : IDisposable
{
    private readonly StageChain _chain = new();

    [Fact]
    public async Task The_artifact_is_a_plain_checkpoint_with_the_logits_of_base_and_adapter()
    {
        var merged = await _chain.RunAsync(
            new MergeStage(),
            (MergeStage.Model, StageChain.Folder(GoldenModels.Folder("qwen2"))),
            (MergeStage.Adapter, StageChain.Folder(Path.Combine(GoldenModels.Folder("qwen2"), "lora_trained")))
        );
        using var golden = GoldenModels.Open("qwen2", "trained_golden.safetensors");
        using var model = CausalLanguageModel.Load(merged.Folder!, cancellation: TestContext.Current.CancellationToken);
        using var scope = NewDisposeScope();
        using var quiet = no_grad();

        GoldenModels.Close(model.Logits(model.Hidden(GoldenModels.Ids(golden, "input_ids"))), golden.Read("lora_logits"), 1e-4);
    }

    [Fact]
    public async Task The_checkpoint_ends_its_answers_with_what_the_rows_end_with()
    {
        TokenizedRow[] rows =
        [
            new()
            {
                TokenIds = [4, 9],
                LossMask = [0, 1],
                TruncatedTokens = 1,
            },
            new() { TokenIds = [4, 5, 300], LossMask = [0, 1, 1] },
            new() { TokenIds = [4, 11], LossMask = [0, 0] },
        ];

        var merged = await _chain.RunAsync(
            new MergeStage(),
            (MergeStage.Model, StageChain.Folder(GoldenModels.Folder("qwen2"))),
            (MergeStage.Adapter, StageChain.Folder(Path.Combine(GoldenModels.Folder("qwen2"), "lora_trained"))),
            (MergeStage.Tokens, await _chain.TableAsync(rows))
        );

        var json = JsonNode.Parse(File.ReadAllBytes(Path.Combine(merged.Folder!, ModelConfiguration.FileName)))!;
        Assert.Equal("[2,300]", json["eos_token_id"]!.ToJsonString());
    }

    public void Dispose() => _chain.Dispose();
}
