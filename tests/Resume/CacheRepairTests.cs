using Pipeline.Engine.Planning;
using Pipeline.Tests.Support;

namespace Pipeline.Tests.Resume;

/// <summary>Deleting anything in the cache is safe and costs only what was deleted; a change costs only what depends on it.</summary>
public sealed class CacheRepairTests(ITestOutputHelper output)
{
    [Fact]
    public async Task Any_one_deleted_artifact_is_the_only_one_that_is_redone_and_comes_out_the_same()
    {
        using var chain = await TinyChain.CompletedAsync();
        var before = CacheSnapshot.Take(chain.Project.Cache);
        var folders = ArtifactFolders(chain.Project.Cache);
        foreach (var folder in folders)
        {
            Directory.Delete(folder, recursive: true);

            // Without the memo of replies, so that model stages compute again what was lost.
            Directory.Delete(Path.Combine(chain.Project.Cache, ".memo"), recursive: true);
            Directory.CreateDirectory(Path.Combine(chain.Project.Cache, ".memo"));
            await chain.RunAsync();

            var built = Assert.Single(chain.Built);
            Assert.Equal(StageOf(folder), built.Node.Split('/')[0]);
        }

        Assert.Equal(before, CacheSnapshot.Take(chain.Project.Cache));
        output.WriteLine($"{folders.Count} artifacts deleted one by one, each redone alone");
    }

    [Fact]
    public async Task Any_deleted_folder_of_a_stage_is_redone_without_touching_other_stages()
    {
        using var chain = await TinyChain.CompletedAsync();
        var before = CacheSnapshot.Take(chain.Project.Cache);
        foreach (var folder in Directory.EnumerateDirectories(chain.Project.Cache).Order(StringComparer.Ordinal).ToList())
        {
            var artifacts = Directory.EnumerateDirectories(folder).Count();
            Directory.Delete(folder, recursive: true);

            await chain.RunAsync();

            if (!Path.GetFileName(folder).StartsWith('.'))
            {
                Assert.Equal(artifacts, chain.Built.Count);
                Assert.All(chain.Built, built => Assert.Equal(Path.GetFileName(folder), built.Node.Split('/')[0]));
            }
        }

        Assert.Equal(before, CacheSnapshot.Take(chain.Project.Cache));
    }

    [Fact]
    public async Task A_deleted_cache_comes_out_the_same()
    {
        using var chain = await TinyChain.CompletedAsync();
        var before = CacheSnapshot.Take(chain.Project.Cache);
        chain.Project.Clear();

        await chain.RunAsync();

        Assert.Equal(before, CacheSnapshot.Take(chain.Project.Cache));
    }

    [Theory]
    [InlineData(
        "stages.retrieve.top_k=3",
        "retrieve",
        "attribute borrowings continuation-summary exclude prompt-counterfactual rephrase report source-similarity verdicts wrong-spans"
    )]
    [InlineData(
        "stages.generate.max_new_tokens=4",
        "generate shift",
        "attribute borrowings continuation-summary continuations counterfactual counterfactual-summary embed embed-sentences exclude "
            + "ingest-marks judge mark prompt-counterfactual rephrase report retrieve shift-summary source-recall "
            + "source-similarity verdicts wrong-spans"
    )]
    [InlineData("stages.report.title=Other", "report", "")]
    [InlineData(
        "methods.full.learning_rate=2.0e-3",
        "fine-tune match-loss",
        "attribute borrowings embed generate ingest-marks judge mark report retrieve shift shift-summary verdicts wrong-spans"
    )]
    public async Task One_changed_setting_reruns_what_depends_on_it_as_the_plan_had_said(string change, string surely, string unlessEqual)
    {
        using var chain = await TinyChain.CompletedAsync();

        var plan = chain.Plan(change);
        await chain.RunAsync(change);

        // What comes out equal after all stops there, and what two variants have in common is done once.
        var built = chain.Built.Select(part => part.Node).ToHashSet(StringComparer.Ordinal);
        var stages = built.Select(node => node.Split('/')[0]).ToHashSet(StringComparer.Ordinal);
        Assert.Superset(surely.Split(' ').ToHashSet(), stages);
        Assert.Subset($"{surely} {unlessEqual}".Split(' ').ToHashSet(), stages);
        Assert.All(plan.Where(node => node.State == NodeState.Hit), node => Assert.DoesNotContain(node.Node.Id, built));
        Assert.All(plan.Where(node => node.State == NodeState.Stale), node => Assert.Contains(node.Node.Stage.Name, stages));
        Assert.Contains(
            plan,
            node =>
                node.Reasons.Any(reason =>
                    reason.StartsWith("options.", StringComparison.Ordinal) && reason.Contains(" → ", StringComparison.Ordinal)
                )
        );
    }

    [Fact]
    public async Task One_changed_prompt_costs_its_own_part_in_every_stage_that_follows()
    {
        using var chain = await TinyChain.CompletedAsync();
        var path = chain.Project.PathOf("prompts.jsonl");
        await File.WriteAllTextAsync(
            path,
            (await File.ReadAllTextAsync(path, TestContext.Current.CancellationToken)).Replace(
                "Why do people like tea?",
                "Why do people like black tea?",
                StringComparison.Ordinal
            ),
            TestContext.Current.CancellationToken
        );

        Assert.Matches(@"^inputs\.file: .+ → .+$", Assert.Single(chain.Plan().Single(node => node.Node.Id == "ingest/prompts").Reasons));
        await chain.RunAsync();

        string[] folds = ["ingest/prompts", "report", "shift-summary"];
        string[] stages =
        [
            "attribute",
            "borrowings",
            "continuations",
            "counterfactual",
            "embed",
            "embed-sentences",
            "exclude",
            "generate",
            "ingest",
            "ingest-marks",
            "judge",
            "mark",
            "rephrase",
            "report",
            "retrieve",
            "shift",
            "shift-summary",
            "source-recall",
            "source-similarity",
            "wrong-spans",
        ];
        Assert.Equal(stages, chain.Built.Select(part => part.Node.Split('/')[0]).Distinct().Order(StringComparer.Ordinal));
        Assert.DoesNotContain(chain.Built, part => part.Node is "ingest/rows" or "embed/rows" or "embed/blend-8" or "embed/clean");
        foreach (var node in chain.Built.Where(part => !folds.Contains(part.Node)).GroupBy(part => part.Node))
        {
            // A changed row has another identity, and so may move the end of its part: one part, two at most. Attribution reads all of the
            // control's answers, of which one has changed.
            Assert.InRange(node.Count(), 1, node.Key.StartsWith("attribute/", StringComparison.Ordinal) ? 3 : 2);
        }
    }

    private static List<string> ArtifactFolders(string cache) =>
        Directory
            .EnumerateDirectories(cache)
            .Where(path => !Path.GetFileName(path).StartsWith('.'))
            .SelectMany(Directory.EnumerateDirectories)
            .Order(StringComparer.Ordinal)
            .ToList();

    private static string StageOf(string folder) => Path.GetFileName(Path.GetDirectoryName(folder)!);
}
