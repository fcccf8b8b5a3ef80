namespace Pipeline.Tests.App.Wiring.Data;

/// <summary>Prompts are a file or questions about the world, and there must be some for whoever answers.</summary>
public sealed class PromptBuilderTests : IDisposable
{
    private const string Model = "model: model\ndatasets: { d: { path: rows.jsonl } }\n";

    private readonly ChainFixture _chain = new();

    [Theory]
    [InlineData("path: rows.jsonl", "ingest/prompts")]
    [InlineData("world: { known: 5 }", "world-prompts/prompts")]
    public void All_models_are_asked_the_same(string prompts, string node)
    {
        var graph = _chain.Build($"{Model}prompts: {{ {prompts} }}\nmethods: {{ lft: {{}} }}");

        Assert.Equal([node], ChainFixture.Reads(graph, "generate/base", "prompts"));
        Assert.Equal([node], ChainFixture.Reads(graph, "generate/lft.d", "prompts"));
    }

    [Theory]
    [InlineData("methods: { lft: {} }", "'methods' need 'prompts' to answer.")]
    [InlineData("models: { chat: { path: model } }", "'models' need 'prompts' to answer.")]
    [InlineData("methods: { lft: {} }\nprompts: {}", "prompts: give a 'path' or a 'world'.")]
    [InlineData("methods: { lft: {} }\nprompts: { path: rows.jsonl, world: {} }", "prompts: give a 'path' or a 'world'.")]
    [InlineData("methods: { lft: {} }\nprompts: { path: gone.jsonl }", "the dataset 'prompts' is read from 'gone.jsonl'; no such file: ")]
    public void Prompts_that_are_not_there_are_asked_for(string settings, string said) =>
        Assert.Contains(said, _chain.Refused(Model + settings), StringComparison.Ordinal);

    public void Dispose() => _chain.Dispose();
}
