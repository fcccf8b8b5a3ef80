using Pipeline.Engine;
using Pipeline.Engine.Artifacts;
using Pipeline.Stages.Data.Tokenize;
using Pipeline.Stages.Tuning.FineTune;
using Pipeline.Stages.Tuning.FineTuneCommand;
using Pipeline.Tests.Modeling.Models;
using Pipeline.Tests.Support;

namespace Pipeline.Tests.Stages.Tuning.FineTuneCommand;

/// <summary>A trainer of the user's, played by a shell script that leaves what the reference trainer left.</summary>
public sealed class FineTuneCommandStageTests : IDisposable
{
    private const string Trainer = """
        tokens=$1; settings=$2; output=$3; trained=$4
        test "$(ls "$tokens")" = part-00000.parquet || exit 3
        head -c 4 "$tokens/part-00000.parquet" | grep -q PAR1 || exit 4
        grep -q '"learning_rate":0.001' "$settings" || exit 5
        test -z "$(ls "$output")" || exit 6
        cp "$trained"/* "$output"
        echo trained
        """;

    private readonly StageChain _chain = new();
    private readonly TemporaryFolder _folder = new();

    [Fact]
    public async Task An_adapter_is_taken_in_with_the_log_of_its_trainer()
    {
        CopyOfAdapter("llama3", "lora_trained");
        _folder.Write(
            "trained/trainer_state.json",
            """
            {"log_history": [{"step": 1, "epoch": 0.5, "loss": 2.5, "grad_norm": 1.5, "learning_rate": 0.001}, {"step": 2, "epoch": 1.0, "loss": 2.25}, {"step": 2, "train_runtime": 7.0}]}
            """
        );
        _folder.Write("trained/README.md", "a card");
        var artifact = await TrainAsync("llama3");

        Assert.Equal(
            ["adapter_config.json", "adapter_model.safetensors", "checkpoints.parquet", "metrics.parquet"],
            artifact.Files.Select(file => file.Name)
        );
        Assert.Equal(
            [(1, 2.5, 1.5, 0.001), (2, 2.25, 0, 0)],
            (await StageChain.RowsAsync<TrainingMetricRow>(artifact, "metrics.parquet")).Select(row =>
                (row.Step, row.Loss, row.GradientNorm, row.LearningRate)
            )
        );
        Assert.Equal(2, (await StageChain.RowsAsync<TrainingCheckpointRow>(artifact, "checkpoints.parquet")).Single().Step);
    }

    [Fact]
    public async Task A_checkpoint_is_taken_in()
    {
        CopyOf(GoldenModels.Folder("llama3"), "config.json", "model.safetensors");
        var artifact = await TrainAsync("llama3");

        Assert.Equal(
            ["checkpoints.parquet", "config.json", "metrics.parquet", "model.safetensors"],
            artifact.Files.Select(file => file.Name)
        );
        Assert.Empty(await StageChain.RowsAsync<TrainingMetricRow>(artifact, "metrics.parquet"));
    }

    [Theory]
    [InlineData("checkpoint", "is a checkpoint of another model: ")]
    [InlineData("adapter", "belongs to no targeted layer of the model")]
    [InlineData("nothing", "neither adapter_config.json nor config.json; it has nothing")]
    public async Task What_is_not_of_the_base_model_is_refused(string left, string expected)
    {
        Directory.CreateDirectory(_folder.PathOf("trained"));
        switch (left)
        {
            case "checkpoint":
                CopyOf(GoldenModels.Folder("qwen3"), "config.json", "model.safetensors");
                break;
            case "adapter":
                CopyOfAdapter("gpt_neox", "lora_trained");
                break;
            default:
                _folder.Write("trainer.sh", "exit 0");
                break;
        }

        var error = await Assert.ThrowsAsync<InputException>(() => TrainAsync("llama3", keepTrainer: left == "nothing"));

        Assert.StartsWith("What 'sh' left cannot be used: ", error.Message, StringComparison.Ordinal);
        Assert.Matches(expected, error.Message);
    }

    [Fact]
    public async Task A_trainer_that_fails_is_quoted()
    {
        _folder.Write("trainer.sh", "echo out of memory >&2; exit 7");
        var error = await Assert.ThrowsAsync<InvalidOperationException>(() => TrainAsync("llama3", keepTrainer: true));

        Assert.Equal("'sh' ended with exit code 7. Its last lines:\nout of memory", error.Message);
    }

    [Fact]
    public async Task A_program_that_does_not_exist_is_named()
    {
        var error = await Assert.ThrowsAsync<InputException>(() => TrainAsync("llama3", program: "no-such-trainer"));

        Assert.Contains("'no-such-trainer' cannot be started", error.Message, StringComparison.Ordinal);
    }

    public void Dispose()
    {
        _chain.Dispose();
        _folder.Dispose();
    }

    private void CopyOfAdapter(string family, string name) =>
        CopyOf(Path.Combine(GoldenModels.Folder(family), name), "adapter_config.json", "adapter_model.safetensors");

    private void CopyOf(string folder, params string[] files)
    {
        Directory.CreateDirectory(_folder.PathOf("trained"));
        foreach (var file in files)
        {
            File.Copy(Path.Combine(folder, file), _folder.PathOf("trained", file));
        }
    }

    private async Task<Artifact> TrainAsync(string family, bool keepTrainer = false, string program = "sh")
    {
        if (!keepTrainer)
        {
            _folder.Write("trainer.sh", Trainer);
        }

        var stage = new FineTuneCommandStage(
            new FineTuneCommandOptions
            {
                Command = [program, "{script}", "{tokens}", "{settings}", "{output}", _folder.PathOf("trained")],
                Settings = new FineTuneOptions { LearningRate = 0.001 },
            }
        );
        TokenizedRow[] rows =
        [
            new()
            {
                InstanceId = "a",
                TokenIds = [1, 2, 3],
                LossMask = [0, 0, 1],
            },
        ];
        var script = _folder.PathOf("trainer.sh");
        return await _chain.RunAsync(
            stage,
            (FineTuneCommandStage.Tokens, await _chain.TableAsync(rows)),
            (FineTuneCommandStage.Model, StageChain.Folder(GoldenModels.Folder(family))),
            (FineTuneCommandStage.Script, new Artifact("", "", [], [new ArtifactFile("trainer.sh", script, 0, "")], null))
        );
    }
}
