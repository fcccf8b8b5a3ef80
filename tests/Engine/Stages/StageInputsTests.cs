using Pipeline.Engine.Artifacts;
using Pipeline.Engine.Caching;
using Pipeline.Engine.Stages;
using Pipeline.Engine.Tables;
using Pipeline.Tests.Support;

namespace Pipeline.Tests.Engine.Stages;

/// <summary>What a stage reads whole.</summary>
public sealed class StageInputsTests : IDisposable
{
    private static readonly Artifact _empty = new("", "", [], [], null);
    private readonly TemporaryFolder _folder = new();

    [Fact]
    public void An_input_is_found_by_its_name_or_is_not_there()
    {
        var inputs = new StageInputs(new Dictionary<string, Artifact> { ["base"] = _empty });

        Assert.Same(_empty, inputs["base"]);
        Assert.Same(_empty, inputs.Find("base"));
        Assert.Null(inputs.Find("tuned"));
        Assert.Equal((true, false), (inputs.Has("base"), inputs.Has("tuned")));
        Assert.Equal(["base"], inputs.Names);
    }

    [Fact]
    public void Inputs_of_a_prefix_come_in_the_order_of_their_names() =>
        Assert.Equal(
            ["shift:B", "shift:a", "shift:c"],
            new StageInputs(
                new Dictionary<string, Artifact>
                {
                    ["shift:c"] = _empty,
                    ["shifted:d"] = _empty,
                    ["instances:shift:e"] = _empty,
                    ["shift:a"] = _empty,
                    ["shift:B"] = _empty,
                }
            ).Named("shift:")
        );

    [Fact]
    public async Task Rows_of_all_parts_come_in_order()
    {
        var cancellation = TestContext.Current.CancellationToken;
        await TableFile.WriteAsync(_folder.PathOf("one"), [new FakeRow { Id = "a" }, new FakeRow { Id = "b" }], cancellation);
        await TableFile.WriteAsync(_folder.PathOf("two"), [new FakeRow { Id = "c" }], cancellation);
        var inputs = new StageInputs(
            new Dictionary<string, Artifact>
            {
                ["rows"] = _empty with { Parts = [new Part(0, _folder.PathOf("one"), "", 2), new Part(1, _folder.PathOf("two"), "", 1)] },
                ["files"] = _empty with { Files = [new ArtifactFile("t", _folder.PathOf("two"), 0, "")] },
            }
        );

        Assert.Equal(
            ["a", "b", "c"],
            await inputs.RowsAsync<FakeRow>("rows", cancellation).Select(row => row.Id).ToListAsync(cancellation)
        );
        Assert.Equal(["c"], (await inputs.ReadFileAsync<FakeRow>("files", "t", cancellation)).Select(row => row.Id));
    }

    [Fact]
    public void A_users_file_that_changed_meanwhile_is_refused_whichever_it_is()
    {
        var (first, second) = (_folder.Write("first", "one"), _folder.Write("second", "two"));
        var digests = new FileDigests(_folder.PathOf("cache"), verify: false);
        var inputs = new StageInputs(
            new Dictionary<string, Artifact>
            {
                ["first"] = digests.ArtifactOf(first, [], TestContext.Current.CancellationToken),
                ["second"] = digests.ArtifactOf(second, [], TestContext.Current.CancellationToken),
            }
        );
        inputs.EnsureUnchanged(TestContext.Current.CancellationToken);

        File.WriteAllText(second, "changed");

        Assert.Contains(
            second,
            Assert.ThrowsAny<Exception>(() => inputs.EnsureUnchanged(TestContext.Current.CancellationToken)).Message,
            StringComparison.Ordinal
        );
    }

    public void Dispose() => _folder.Dispose();
}
