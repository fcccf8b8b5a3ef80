using Pipeline.Engine.CommandLine;
using Pipeline.Engine.Configuration;
using Pipeline.Engine.Planning;
using Pipeline.Tests.Support;

namespace Pipeline.Tests.Engine.CommandLine;

/// <summary>A command expands its configuration into one graph: what is checked is what is run.</summary>
public sealed class GraphOnceTests : IDisposable
{
    private readonly CommandLineFixture _fixture = new();

    [Theory]
    [InlineData(1, "run", "FILE")]
    [InlineData(0, "run", "FILE", "--dry-run")]
    [InlineData(1, "validate", "FILE")]
    [InlineData(0, "explain", "FILE", "report")]
    [InlineData(0, "dag", "FILE")]
    [InlineData(0, "status", "FILE")]
    [InlineData(0, "clean", "FILE")]
    public async Task The_graph_is_built_once_and_the_checks_look_at_it(int checks, params string[] arguments)
    {
        var catalogue = new CountingCatalogue();

        var result = await _fixture.RunAsync(catalogue, arguments);

        Assert.Equal((0, 1), (result.ExitCode, catalogue.Built.Count));
        Assert.Equal(Enumerable.Repeat(catalogue.Built[0], checks), catalogue.Checked);
    }

    public void Dispose() => _fixture.Dispose();

    private sealed class CountingCatalogue : ICatalogue
    {
        private readonly FakeCatalogue _program = new();

        public List<Graph> Built { get; } = [];

        public List<Graph> Checked { get; } = [];

        public string Version => _program.Version;

        public string Description => _program.Description;

        public Type SettingsType => _program.SettingsType;

        public IReadOnlyDictionary<string, string> Libraries => _program.Libraries;

        public Graph Build(BoundConfiguration configuration)
        {
            Built.Add(_program.Build(configuration));
            return Built[^1];
        }

        public IEnumerable<InputCheck> Checks(BoundConfiguration configuration, Graph graph)
        {
            Checked.Add(graph);
            return _program.Checks(configuration, graph);
        }
    }
}
