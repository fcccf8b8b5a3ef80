using Pipeline.Engine;
using Pipeline.Engine.Artifacts;
using Pipeline.Engine.Tables;
using Pipeline.Stages.Tuning.FineTune;
using Pipeline.Stages.Tuning.MatchLoss;
using Pipeline.Tests.Support;

namespace Pipeline.Tests.Stages.Tuning.MatchLoss;

public sealed class MatchLossStageTests : IDisposable
{
    private readonly StageChain _chain = new();

    [Fact]
    public async Task The_checkpoint_nearest_the_target_is_chosen_with_its_weights_and_steps()
    {
        var chosen = await _chain.RunAsync(
            new MatchLossStage(new MatchLossOptions { Target = 0.78 }),
            (MatchLossStage.Candidate + "lft-1e-3.d", await TrainedAsync("slow", (10, 1.1), (20, 0.9))),
            (MatchLossStage.Candidate + "lft-3e-3.d", await TrainedAsync("fast", (10, 0.8), (20, 0.5)))
        );
        var candidates = await StageChain.RowsAsync<MatchCandidateRow>(chosen, "candidates.parquet");

        Assert.Equal(
            "fast at 10",
            await File.ReadAllTextAsync(chosen.PathOf("adapter_model.safetensors"), TestContext.Current.CancellationToken)
        );
        Assert.Equal(10, (await StageChain.RowsAsync<TrainingMetricRow>(chosen, "metrics.parquet")).Count);
        Assert.Equal(
            ("", 10),
            (await StageChain.RowsAsync<TrainingCheckpointRow>(chosen, "checkpoints.parquet"))
                .Select(row => (row.Folder, row.Step))
                .Single()
        );
        Assert.Equal(4, candidates.Count);
        Assert.Equal(
            ("lft-3e-3.d", 10, 0.8),
            candidates.Where(row => row.Chosen).Select(row => (row.Variant, row.Step, row.TrainingLoss)).Single()
        );
    }

    [Fact]
    public async Task Without_a_target_it_is_the_lowest_loss_that_every_method_reaches()
    {
        var chosen = await _chain.RunAsync(
            new MatchLossStage(new MatchLossOptions()),
            (MatchLossStage.Candidate + "sft.d", await TrainedAsync("sft", (10, 0.72), (20, 0.1))),
            (MatchLossStage.Other + "lft:lft-1e-3.d", await TrainedAsync("a", (10, 1.1), (20, 0.9))),
            (MatchLossStage.Other + "lft:lft-3e-3.d", await TrainedAsync("b", (10, 0.8), (20, 0.7))),
            (MatchLossStage.Other + "prefix:prefix.d", await TrainedAsync("c", (10, 0.6), (20, 0.2)))
        );

        Assert.Equal(
            "sft at 10",
            await File.ReadAllTextAsync(chosen.PathOf("adapter_model.safetensors"), TestContext.Current.CancellationToken)
        );
        Assert.All(await StageChain.RowsAsync<MatchCandidateRow>(chosen, "candidates.parquet"), row => Assert.Equal(0.7, row.Target));
    }

    [Fact]
    public async Task A_loss_that_was_not_measured_is_an_error_that_says_which_setting_measures_it()
    {
        var trained = await TrainedAsync("x", (10, null));
        var error = await Assert.ThrowsAsync<InputException>(() =>
            _chain.RunAsync(new MatchLossStage(new MatchLossOptions()), (MatchLossStage.Candidate + "lft.d", trained))
        );

        Assert.Equal("The training loss of lft.d was not measured; set stages.fine_tune.loss_rows above 0.", error.Message);
    }

    public void Dispose() => _chain.Dispose();

    /// <summary>An artifact as fine-tuning leaves it; the weights are texts that say what they are.</summary>
    private async Task<Artifact> TrainedAsync(string name, params (int Step, double? Loss)[] checkpoints)
    {
        var folder = Directory.CreateDirectory(_chain.PathOf($"{name}-{Guid.NewGuid():N}")).FullName;
        var rows = checkpoints
            .Select(
                (checkpoint, index) =>
                    new TrainingCheckpointRow
                    {
                        Folder = index == checkpoints.Length - 1 ? "" : $"checkpoint-{checkpoint.Step:D6}",
                        Step = checkpoint.Step,
                        TrainingLoss = checkpoint.Loss,
                    }
            )
            .ToList();
        foreach (var row in rows)
        {
            Directory.CreateDirectory(Path.Combine(folder, row.Folder));
            await File.WriteAllTextAsync(
                Path.Combine(folder, row.Folder, "adapter_model.safetensors"),
                $"{name} at {row.Step}",
                TestContext.Current.CancellationToken
            );
        }

        var steps = Enumerable.Range(1, checkpoints[^1].Step).Select(step => new TrainingMetricRow { Step = step }).ToList();
        await TableFile.WriteAsync(Path.Combine(folder, "checkpoints.parquet"), rows, TestContext.Current.CancellationToken);
        await TableFile.WriteAsync(Path.Combine(folder, "metrics.parquet"), steps, TestContext.Current.CancellationToken);
        return StageChain.Folder(folder);
    }
}
