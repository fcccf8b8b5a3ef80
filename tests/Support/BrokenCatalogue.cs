using Pipeline.Engine.CommandLine;
using Pipeline.Engine.Configuration;
using Pipeline.Engine.Planning;

namespace Pipeline.Tests.Support;

/// <summary>An application with a fault.</summary>
internal sealed class BrokenCatalogue : ICatalogue
{
    public string Version => "0";

    public string Description => "Fails.";

    public Type SettingsType => typeof(FakeSettings);

    public IReadOnlyDictionary<string, string> Libraries { get; } = new Dictionary<string, string>();

    public Graph Build(BoundConfiguration configuration) => throw new InvalidOperationException("no graph today");
}
