using System.Text.Json.Nodes;
using Pipeline.Engine.Artifacts;
using Pipeline.Engine.Planning;
using Pipeline.Tests.Support;

namespace Pipeline.Tests.Engine.Planning;

public sealed class NodeKindTests
{
    [Fact]
    public void The_kind_of_a_stage_is_that_of_every_document_it_makes()
    {
        var node = new StageNode("sum/x", FakeFold.Sum("sum", 7), [], []);
        var document = FingerprintDocument.OfNode(node, new Dictionary<string, Artifact>()).Document;

        Assert.Equal(NodeKind.FromStage(node.Stage), NodeKind.FromDocument(document));
        Assert.Equal(NodeKind.FromStage(node.Stage), NodeKind.FromDocument(NodeKind.FromStage(node.Stage).ToJson()));
    }

    [Fact]
    public void Stage_version_and_options_tell_kinds_apart()
    {
        NodeKind[] kinds =
        [
            NodeKind.FromStage(FakeFold.Sum("sum", 7)),
            NodeKind.FromStage(FakeFold.Sum("sum", 8)),
            NodeKind.FromStage(FakeFold.Sum("total", 7)),
            NodeKind.FromStage(
                new FakeFold("sum", (_, _, _) => Task.CompletedTask)
                {
                    Settings = new FakeOptions { Number = 7 },
                    DeclaredVersion = 2,
                }
            ),
        ];

        Assert.Equal(kinds.Length, kinds.Distinct().Count());
        Assert.Equal(NodeKind.FromDocument(Document("""{"a":1,"b":2}""")), NodeKind.FromDocument(Document("""{"b":2.0,"a":1}""")));
    }

    private static JsonObject Document(string options) =>
        new()
        {
            ["stage"] = "s",
            ["version"] = 1,
            ["options"] = JsonNode.Parse(options),
        };
}
