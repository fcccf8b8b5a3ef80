using System.Text.Json.Nodes;
using Pipeline.Engine.Artifacts;
using Pipeline.Engine.Caching;
using Pipeline.Engine.Planning;
using Pipeline.Tests.Support;

namespace Pipeline.Tests.Engine.Planning;

public sealed class FingerprintDocumentTests
{
    private static readonly string _table = Digest.OfText("table");
    private static readonly string _all = Digest.OfText("table and files");
    private static readonly Artifact _artifact = new(_table, _all, [], [], null);

    [Fact]
    public void It_holds_stage_version_options_and_what_is_read_and_its_digest_is_that_of_its_text()
    {
        var document = FingerprintDocument.OfNode(Node(), Inputs("file", "rows", "whole"));

        Assert.Equal(
            $$"""{"inputs":{"file":"{{_all}}","rows":"{{_table}}","whole":"{{_all}}"},"""
                + "\"options\":{\"number\":7,\"tag\":\"\"},\"stage\":\"sum\",\"version\":1}",
            CanonicalJson.Text(document.Document)
        );
        Assert.Equal(Digest.OfText(CanonicalJson.Text(document.Document)), document.Fingerprint);
    }

    [Fact]
    public void Parts_are_added_by_name_and_the_common_document_stays()
    {
        var document = FingerprintDocument.OfNode(Node(), Inputs("file", "rows", "whole"));
        var (a, b) = (new Part(0, "/a", Digest.OfText("a"), 1), new Part(3, "/b", Digest.OfText("b"), 9));

        var part = document.WithParts(new Dictionary<string, Part> { ["z"] = a, ["y"] = b });
        var moved = document.WithParts(
            new Dictionary<string, Part> { ["y"] = b with { Index = 8, Path = "/elsewhere", Rows = 2 }, ["z"] = a }
        );

        Assert.Equal($$"""{"y":"{{b.Digest}}","z":"{{a.Digest}}"}""", CanonicalJson.Text(part.Document["streams"]));
        Assert.Equal(part.Fingerprint, moved.Fingerprint);
        Assert.NotEqual(document.Fingerprint, part.Fingerprint);
        Assert.NotEqual(part.Fingerprint, document.WithParts(new Dictionary<string, Part> { ["z"] = b, ["y"] = a }).Fingerprint);
        Assert.False(document.Document.ContainsKey("streams"));
    }

    [Fact]
    public void Changes_are_named_from_old_to_new_in_order_with_digests_cut()
    {
        var now = FingerprintDocument.OfNode(Node(), Inputs("file", "rows", "whole"));
        var earlier = (JsonObject)now.Document.DeepClone();
        earlier["version"] = 2;
        earlier["options"]!.AsObject().Remove("tag");
        earlier["options"]!["gone"] = new JsonArray(1, 2);
        earlier["inputs"]!["rows"] = _all;

        Assert.Equal(
            [
                $"inputs.rows: {_all[..10]}… → {_table[..10]}…",
                "options.gone: [1,2] → (none)",
                "options.tag: (none) → \"\"",
                "version: 2 → 1",
            ],
            now.ChangesSince(earlier)
        );
        Assert.Empty(now.ChangesSince(now.Document));
    }

    [Fact]
    public void Of_a_node_whose_inputs_are_open_version_and_options_can_change()
    {
        var earlier = FingerprintDocument.OfNode(Node(), Inputs("file", "rows", "whole")).Document;

        Assert.Empty(FingerprintDocument.OwnChangesSince(earlier, Node()));
        Assert.Equal(["options.number: 7 → 8"], FingerprintDocument.OwnChangesSince(earlier, Node(8)));
    }

    private static Dictionary<string, Artifact> Inputs(params string[] names) =>
        names.ToDictionary(name => name, _ => _artifact, StringComparer.Ordinal);

    private static StageNode Node(int number = 7)
    {
        var source = new StageNode("source", FakeFold.Source("source", 1), [], []);
        return new StageNode(
            "sum",
            FakeFold.Sum("sum", number),
            [],
            [
                new NodeOutput("rows", source),
                new NodeOutput("whole", source, OutputScope.Everything),
                new ExternalInput("file", "/a/file", []),
            ]
        );
    }
}
