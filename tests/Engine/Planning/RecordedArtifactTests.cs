using System.Text.Json.Nodes;
using Pipeline.Engine.Caching;
using Pipeline.Engine.Planning;
using Pipeline.Tests.Engine.Caching;
using Pipeline.Tests.Support;

namespace Pipeline.Tests.Engine.Planning;

/// <summary>The artifact that a run's record leads to.</summary>
public sealed class RecordedArtifactTests : IDisposable
{
    private readonly SealedStore _cache = new();
    private readonly StageNode _fold = new("fold", FakeFold.Sum(SealedStore.Stage), [], []);
    private readonly StageNode _map;

    public RecordedArtifactTests()
    {
        _map = new StageNode("map", FakeMap.Add(SealedStore.Stage, 1), [new NodeOutput(FakeMap.Rows, _fold)], []);
        _cache.Seal("a", ("part.parquet", "rows of a"));
        _cache.Seal("b", ("part.parquet", "rows of b"));
    }

    [Fact]
    public void Of_a_fold_it_is_the_one_that_was_sealed()
    {
        var artifact = Find(_fold, "a")!;

        Assert.Equal(_cache.FolderOf("a"), artifact.Folder);
        Assert.Equal((Digest.OfText("rows of a"), 3), (artifact.Parts.Single().Digest, artifact.Rows));
    }

    [Fact]
    public void Of_a_map_node_it_is_the_table_of_its_parts_in_their_order()
    {
        Assert.Equal([Digest.OfText("rows of b"), Digest.OfText("rows of a")], Find(_map, "b", "a")!.Parts.Select(part => part.Digest));
        Assert.Equal([0, 1], Find(_map, "b", "a")!.Parts.Select(part => part.Index));
        Assert.Empty(Find(_map)!.Parts);
    }

    [Fact]
    public void There_is_none_where_the_node_never_ran_or_was_of_another_stage_or_lost_what_it_made()
    {
        Assert.Null(Find(_fold));
        Assert.Null(Find(_fold, "lost"));
        Assert.Null(Find(_map, "a", "lost"));
        Assert.Null(RunRecord.Empty.ArtifactOf(_fold, _cache.Store, TestContext.Current.CancellationToken));
        Assert.Null(Record(_fold, "other", "a").ArtifactOf(_fold, _cache.Store, TestContext.Current.CancellationToken));
    }

    public void Dispose() => _cache.Dispose();

    private static RunRecord Record(StageNode node, string stage, params string[] tags) =>
        RunRecord.Empty.WithCompleted(node.Id, new NodeRecord(stage, new JsonObject(), [.. tags.Select(SealedStore.Fingerprint)], 1));

    private Pipeline.Engine.Artifacts.Artifact? Find(StageNode node, params string[] tags) =>
        Record(node, SealedStore.Stage, tags).ArtifactOf(node, _cache.Store, TestContext.Current.CancellationToken);
}
