using System.Text.Json.Nodes;
using Pipeline.Engine.Caching;
using Pipeline.Engine.Planning;

namespace Pipeline.Tests.Engine.Planning;

public sealed class RunRecordTests
{
    private static readonly string _fingerprint = Digest.OfText("artifact");
    private static readonly NodeKind _kind = new("add", 3, """{"number":1}""");

    [Fact]
    public void It_reads_back_from_its_json()
    {
        var record = Full();

        var read = RunRecord.FromJson(record.ToJson())!;

        Assert.Equal("../../my.yaml", read.File);
        Assert.Equal(["one", "two"], read.Nodes.Keys.Order());
        Assert.True(read.Nodes["one"].Says(record.Nodes["one"]));
        Assert.Equal(("add", 5), (read.Nodes["one"].Stage, read.Nodes["one"].Rows));
        Assert.Equal([KeyValuePair.Create("three", _kind)], read.Begun);
        Assert.Equal(CanonicalJson.Text(record.ToJson()), CanonicalJson.Text(read.ToJson()));
    }

    [Fact]
    public void Without_a_file_it_reads_back_too() => Assert.Null(RunRecord.FromJson(RunRecord.Empty.ToJson())!.File);

    [Fact]
    public void A_node_that_was_begun_is_so_until_it_is_completed()
    {
        var begun = RunRecord.Empty.WithBegun("one", _kind).WithBegun("two", _kind);
        var completed = begun.WithCompleted("one", Node());

        Assert.Equal(["one", "two"], begun.Begun.Keys.Order());
        Assert.Equal(["two"], completed.Begun.Keys);
        Assert.Equal(["one"], completed.Nodes.Keys);
        Assert.Empty(RunRecord.Empty.Begun);
    }

    [Fact]
    public void Two_nodes_say_the_same_if_fingerprints_and_document_are_equal()
    {
        Assert.True(Node().Says(Node()));
        Assert.False(Node().Says(Node() with { Fingerprints = [] }));
        Assert.False(Node().Says(Node() with { Document = new JsonObject() }));
    }

    [Theory]
    [InlineData("""{"nodes": {}}""")]
    [InlineData("""{"begun": {}}""")]
    [InlineData("""{"nodes": [], "begun": {}}""")]
    [InlineData("""{"nodes": {}, "begun": {"a": {"stage": "add"}}}""")]
    [InlineData("""{"nodes": {}, "begun": {"a": null}}""")]
    [InlineData("""{"file": 1, "nodes": {}, "begun": {}}""")]
    [InlineData("""{"begun": {}, "nodes": {"a": {"stage": "add", "rows": 1, "fingerprints": ["abc"], "document": {}}}}""")]
    [InlineData("""{"begun": {}, "nodes": {"a": {"stage": "../add", "rows": 1, "fingerprints": [], "document": {}}}}""")]
    [InlineData("""{"begun": {}, "nodes": {"a": {"stage": "/etc", "rows": 1, "fingerprints": [], "document": {}}}}""")]
    [InlineData("""{"begun": {}, "nodes": {"a": {"stage": "add", "rows": 1e99, "fingerprints": [], "document": {}}}}""")]
    [InlineData("""{"begun": {}, "nodes": {"a": {"stage": "add", "rows": 1, "fingerprints": [1], "document": {}}}}""")]
    [InlineData("""{"begun": {}, "nodes": {"a": {"stage": "add", "rows": 1, "fingerprints": [], "document": []}}}""")]
    public void What_says_what_cannot_be_is_no_record(string json) => Assert.Null(RunRecord.FromJson(JsonNode.Parse(json)!.AsObject()));

    private static NodeRecord Node() => new("add", new JsonObject { ["stage"] = "add" }, [_fingerprint], 5);

    private static RunRecord Full() =>
        new RunRecord("../../my.yaml", new Dictionary<string, NodeRecord>(), new Dictionary<string, NodeKind>())
            .WithCompleted("two", Node() with { Fingerprints = [] })
            .WithCompleted("one", Node())
            .WithBegun("three", _kind);
}
