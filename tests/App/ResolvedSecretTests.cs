using Pipeline.App.Settings;
using Pipeline.Engine.Configuration;
using Pipeline.Tests.Support;

namespace Pipeline.Tests.App;

/// <summary>What a method calls secret is in no file that a run keeps of its settings, nor in the report that quotes it.</summary>
public sealed class ResolvedSecretTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    [Theory]
    [InlineData("[train, --mine, swordfish, --rate, 3]", "[train, \"--mine\", \"***\", \"--rate\", 3]")]
    [InlineData("[train, --mine=swordfish]", "[train, \"--mine=***\"]")]
    [InlineData("[train, --hf-token, swordfish]", "[train, \"--hf-token\", \"***\"]")]
    public void A_named_argument_is_masked(string command, string masked)
    {
        var file = _folder.Write("my.yaml", $"methods: {{ mine: {{ type: command, command: {command}, secrets: [mine] }} }}");

        var text = ResolvedSettings.Write(ConfigurationLoader.Load(file, typeof(PipelineSettings), []), absolutePaths: false);

        Assert.DoesNotContain("swordfish", text, StringComparison.Ordinal);
        Assert.Contains($"command: {masked}", text, StringComparison.Ordinal);
    }

    public void Dispose() => _folder.Dispose();
}
