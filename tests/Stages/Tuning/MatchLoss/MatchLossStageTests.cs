using CsCheck;
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

        Assert.Equal("fast at 10", await WeightsAsync(chosen));
        Assert.Equal(10, (await StageChain.RowsAsync<TrainingMetricRow>(chosen, "metrics.parquet")).Count);
        Assert.Equal(
            ("", 10),
            (await StageChain.RowsAsync<TrainingCheckpointRow>(chosen, "checkpoints.parquet"))
                .Select(row => (row.Folder, row.Step))
                .Single()
        );
        Assert.Equal(4, candidates.Count);
        Assert.Equal(
            ("lft-3e-3.d", 10, 0.8, false),
            candidates.Where(row => row.Chosen).Select(row => (row.Variant, row.Step, row.TrainingLoss, row.Finished)).Single()
        );
    }

    [Fact]
    public async Task A_finished_schedule_within_the_tolerance_is_chosen_before_a_snapshot_that_is_nearer()
    {
        var near = await ChooseAsync(target: 0.70, (10, 0.70), (20, 0.66));
        var far = await ChooseAsync(target: 0.72, (10, 0.70), (20, 0.66));

        Assert.Equal("x at 20", near);
        Assert.Equal("x at 10", far);
    }

    [Fact]
    public async Task Weights_of_an_early_stop_are_a_snapshot_and_the_held_out_loss_is_told()
    {
        var stopped = await TrainedAsync("stopped", 30, (10, 0.9), (20, 0.71));
        var finished = await TrainedAsync("finished", (10, 0.8), (20, 0.74));
        var chosen = await _chain.RunAsync(
            new MatchLossStage(new MatchLossOptions { Target = 0.71 }),
            (MatchLossStage.Candidate + "a.d", stopped),
            (MatchLossStage.Candidate + "b.d", finished)
        );
        var candidates = await StageChain.RowsAsync<MatchCandidateRow>(chosen, "candidates.parquet");

        Assert.Equal("finished at 20", await WeightsAsync(chosen));
        Assert.Equal([false, false, false, true], candidates.Select(row => row.Finished));
        Assert.Equal([1.9, 1.71, 1.8, 1.74], candidates.Select(row => Math.Round(row.HeldOutLoss!.Value, 6)));
    }

    [Fact]
    public void What_is_chosen_is_nearest_of_its_kind_and_a_snapshot_only_where_nothing_finished_is_near() =>
        Gen.Select(Gen.Select(Gen.Int[0, 200], Gen.Bool).Array[1, 12], Gen.Int[0, 200], Gen.Int[0, 40])
            .Sample(
                (drawn, target, tolerance) =>
                {
                    var candidates = drawn
                        .Select(
                            (entry, i) =>
                                new MatchCandidate($"v{i}", new TrainingCheckpointRow { Step = i }, entry.Item1 / 100.0, entry.Item2)
                        )
                        .ToList();
                    var (goal, within) = (target / 100.0, tolerance / 100.0);

                    var chosen = MatchCandidate.Choose(candidates, goal, within);

                    var finished = candidates.Where(candidate => candidate.Finished && candidate.DistanceTo(goal) <= within).ToList();
                    var pool = finished.Count > 0 ? finished : candidates;
                    Assert.Contains(chosen, pool);
                    Assert.All(pool, candidate => Assert.True(chosen.DistanceTo(goal) <= candidate.DistanceTo(goal)));
                }
            );

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

        Assert.Equal("sft at 10", await WeightsAsync(chosen));
        Assert.All(await StageChain.RowsAsync<MatchCandidateRow>(chosen, "candidates.parquet"), row => Assert.Equal(0.7, row.Target));
    }

    [Fact]
    public async Task The_loss_that_every_method_reaches_is_one_of_finished_schedules()
    {
        var chosen = await _chain.RunAsync(
            new MatchLossStage(new MatchLossOptions()),
            (MatchLossStage.Candidate + "sft.d", await TrainedAsync("sft", (10, 0.5), (20, 0.3))),
            (MatchLossStage.Other + "lft:lft.d", await TrainedAsync("lft", (10, 0.6), (20, 0.64)))
        );

        Assert.All(await StageChain.RowsAsync<MatchCandidateRow>(chosen, "candidates.parquet"), row => Assert.Equal(0.64, row.Target));
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

    private async Task<string> ChooseAsync(double target, params (int Step, double? Loss)[] checkpoints) =>
        await WeightsAsync(
            await _chain.RunAsync(
                new MatchLossStage(new MatchLossOptions { Target = target, Tolerance = 0.05 }),
                (MatchLossStage.Candidate + "lft.d", await TrainedAsync("x", checkpoints))
            )
        );

    private static Task<string> WeightsAsync(Artifact chosen) =>
        File.ReadAllTextAsync(chosen.PathOf("adapter_model.safetensors"), TestContext.Current.CancellationToken);

    private Task<Artifact> TrainedAsync(string name, params (int Step, double? Loss)[] checkpoints) =>
        TrainedAsync(name, checkpoints[^1].Step, checkpoints);

    /// <summary>An artifact as fine-tuning leaves it after so many steps; the weights are texts that say what they are, and the held-out
    /// loss is one nat above the training loss.</summary>
    private async Task<Artifact> TrainedAsync(string name, int steps, params (int Step, double? Loss)[] checkpoints)
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
                        EvaluationLoss = checkpoint.Loss + 1,
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

        var metrics = Enumerable.Range(1, steps).Select(step => new TrainingMetricRow { Step = step }).ToList();
        await TableFile.WriteAsync(Path.Combine(folder, "checkpoints.parquet"), rows, TestContext.Current.CancellationToken);
        await TableFile.WriteAsync(Path.Combine(folder, "metrics.parquet"), metrics, TestContext.Current.CancellationToken);
        return StageChain.Folder(folder);
    }
}
