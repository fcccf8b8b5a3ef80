using Pipeline.Engine.Caching;
using Pipeline.Tests.Support;

namespace Pipeline.Tests.Resume;

/// <summary>
/// The real program is killed with SIGKILL at every commit point of every stage, each run going on from what the kill before it left. At
/// the end, all artifacts are byte for byte those of an undisturbed run.
/// </summary>
public abstract class CommitPointKillTests(ITestOutputHelper output)
{
    private const int Killed = 128 + 9;

    private static readonly CommitPoint[] _everywhere =
    [
        CommitPoint.BeforeWrite,
        CommitPoint.AfterFlush,
        CommitPoint.AfterRename,
        CommitPoint.BeforeManifest,
        CommitPoint.AfterManifest,
    ];

    /// <summary>Stages that save state of their own are also killed twice in the middle of it.</summary>
    private static readonly CommitPoint[] _training =
    [
        CommitPoint.BeforeWrite,
        CommitPoint.InStage,
        CommitPoint.InStage,
        .. _everywhere[1..],
    ];

    /// <summary>Kills each stage at each of its points; asserts that no kill cost what was sealed before it.</summary>
    internal async Task KillEverywhereAsync(TinyProject project, string file, params string[] stages)
    {
        var sealedBefore = SealedArtifacts(project);
        foreach (var stage in stages)
        {
            foreach (var point in stage is "fine-tune" or "pretrain" ? _training : _everywhere)
            {
                var run = await project.RunAsync([file, "--until", stage, "--quiet"], $"{stage}:{point}:1");

                Assert.True(run.ExitCode == Killed, $"{stage} at {point}: the run ended with {run.ExitCode}\n{run.Output}\n{run.Errors}");
                var sealedNow = SealedArtifacts(project);
                Assert.Subset(sealedNow, sealedBefore);
                output.WriteLine($"killed {stage} at {point}; {sealedNow.Count} artifacts sealed");
                sealedBefore = sealedNow;
            }
        }
    }

    private static HashSet<string> SealedArtifacts(TinyProject project) =>
        !Directory.Exists(project.Cache)
            ? []
            : [.. CacheSnapshot.Take(project.Cache, Manifest.FileName).Select(file => $"{file.Key} {file.Value}")];
}

/// <summary>Pre-training.</summary>
public sealed class PretrainKillTests(ITestOutputHelper output) : CommitPointKillTests(output)
{
    internal static readonly string[] Stages = ["pretrain"];

    [Fact]
    public async Task Pre_training_killed_everywhere_ends_as_undisturbed()
    {
        var expected = await Undisturbed.MadeAsync();
        using var project = expected.Project();

        await KillEverywhereAsync(project, TinyProject.Pretrain, Stages);
        await project.SucceedAsync(TinyProject.Pretrain);

        Assert.Equal(expected.Pretrained, CacheSnapshot.Take(project.Cache));
    }
}

/// <summary>From the datasets to the models' answers.</summary>
public sealed class TrainingKillTests(ITestOutputHelper output) : CommitPointKillTests(output)
{
    internal static readonly string[] Stages =
    [
        "ingest",
        "ingest-generations",
        "simplify",
        "mix",
        "filter",
        "sample",
        "tokenize",
        "fine-tune",
        "fine-tune-command",
        "merge",
        "match-loss",
        "generate",
    ];

    [Fact]
    public async Task Everything_up_to_generation_killed_everywhere_ends_as_undisturbed()
    {
        var expected = await Undisturbed.MadeAsync();
        using var project = expected.Project();

        await KillEverywhereAsync(project, TinyProject.Chain, Stages);
        await project.SucceedAsync(TinyProject.Chain);

        Assert.Equal(expected.Chain, CacheSnapshot.Take(project.Cache));
    }
}

/// <summary>From the answers to the judge.</summary>
public sealed class AnalysisKillTests(ITestOutputHelper output) : CommitPointKillTests(output)
{
    internal static readonly string[] Stages =
    [
        "embed",
        "embed-sentences",
        "word-index",
        "retrieve",
        "response-index",
        "attribute",
        "borrowings",
        "exclude",
        "select",
        "shift",
        "shift-summary",
        "judge",
    ];

    [Fact]
    public async Task What_reads_answers_killed_everywhere_ends_as_undisturbed()
    {
        var expected = await Undisturbed.MadeAsync();
        using var project = expected.Project();

        await KillEverywhereAsync(project, TinyProject.Chain, Stages);
        await project.SucceedAsync(TinyProject.Chain);

        Assert.Equal(expected.Chain, CacheSnapshot.Take(project.Cache));
    }
}

/// <summary>From the models that are trained again to the report.</summary>
public sealed class RetrainingKillTests(ITestOutputHelper output) : CommitPointKillTests(output)
{
    private static readonly string[] _stages =
    [
        "counterfactual",
        "counterfactual-summary",
        "rephrase",
        "prompt-counterfactual",
        "verdicts",
        "source-recall",
        "ingest-marks",
        "mark",
        "wrong-spans",
        "source-similarity",
        "continuations",
        "continuation-summary",
        "report",
    ];

    [Fact]
    public async Task What_follows_the_verdicts_killed_everywhere_ends_as_undisturbed()
    {
        var expected = await Undisturbed.MadeAsync();
        using var project = expected.Project();

        await KillEverywhereAsync(project, TinyProject.Chain, _stages);
        await project.SucceedAsync(TinyProject.Chain);

        Assert.Equal(expected.Chain, CacheSnapshot.Take(project.Cache));
    }

    [Fact]
    public void No_stage_is_left_out() =>
        Assert.Equal(
            StageVersions.AllStages,
            PretrainKillTests
                .Stages.Concat(TrainingKillTests.Stages)
                .Concat(WorldKillTests.Stages)
                .Concat(VectorIndexKillTests.Stages)
                .Concat(AnalysisKillTests.Stages)
                .Concat(_stages)
                .Order(StringComparer.Ordinal)
        );
}
