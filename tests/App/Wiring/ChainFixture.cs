using Pipeline.App;
using Pipeline.App.Settings;
using Pipeline.Engine;
using Pipeline.Engine.CommandLine;
using Pipeline.Engine.Configuration;
using Pipeline.Engine.Planning;
using Pipeline.Tests.Support;

namespace Pipeline.Tests.App.Wiring;

/// <summary>A folder with <c>rows.jsonl</c> and <c>model</c>, and chains that are built of configurations in it.</summary>
internal sealed class ChainFixture : IDisposable
{
    /// <summary>What a chain of tuned models needs beside datasets and methods.</summary>
    public const string Model = "model: model\nprompts: { path: rows.jsonl }\n";

    public ChainFixture()
    {
        Folder.Write("rows.jsonl", "{}");
        Directory.CreateDirectory(Folder.PathOf("model"));
    }

    public TemporaryFolder Folder { get; } = new();

    public BoundConfiguration Bind(string yaml) => ConfigurationLoader.Load(Folder.Write("test.yaml", yaml), typeof(PipelineSettings), []);

    public PipelineSettings Settle(string yaml) => Bind(yaml).As<PipelineSettings>();

    public Graph Build(string yaml) => new Catalogue().Build(Bind(yaml));

    public IReadOnlyList<InputCheck> Check(string yaml)
    {
        var (configuration, catalogue) = (Bind(yaml), new Catalogue());
        return [.. catalogue.Checks(configuration, catalogue.Build(configuration))];
    }

    public string Refused(string yaml) => Assert.Throws<InputException>(() => Build(yaml)).Message;

    public void Dispose() => Folder.Dispose();

    public static StageNode Find(Graph graph, string id) => graph.Nodes.Single(node => node.Id == id);

    /// <summary>Ids of the nodes that a node reads by a name, or by names that begin with it.</summary>
    public static IEnumerable<string> Reads(Graph graph, string id, string input) =>
        Find(graph, id)
            .Streams.Concat(Find(graph, id).Inputs.OfType<NodeOutput>())
            .Where(output => output.Name.StartsWith(input, StringComparison.Ordinal))
            .Select(output => output.Node.Id);

    public static IEnumerable<string> Ids(Graph graph, string prefix) =>
        graph.Nodes.Select(node => node.Id).Where(id => id.StartsWith(prefix, StringComparison.Ordinal));
}
