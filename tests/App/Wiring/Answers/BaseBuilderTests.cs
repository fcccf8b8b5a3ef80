using Pipeline.Stages.Answers.Generate;

namespace Pipeline.Tests.App.Wiring.Answers;

/// <summary>How the untuned model is asked.</summary>
public sealed class BaseBuilderTests : IDisposable
{
    private const string Tuned = ChainFixture.Model + "datasets: { d: { path: rows.jsonl } }\nmethods: { lft: {} }\n";

    private readonly ChainFixture _chain = new();

    [Fact]
    public void It_answers_as_the_control_even_where_it_is_not_listed() =>
        Assert.Equal(
            ["generate/lft.d", "generate/base", "generate/base-in-context"],
            ChainFixture.Ids(_chain.Build(Tuned + "base: { prompts: [in_context] }"), "generate/")
        );

    [Fact]
    public void Examples_are_read_from_the_users_file()
    {
        _chain.Folder.Write("examples.txt", "Q: one\nA: two\n");

        var graph = _chain.Build(Tuned + "base: { prompts: [in_context], in_context: examples.txt }");

        Assert.Equal("Q: one\nA: two\n", ((GenerateOptions)ChainFixture.Find(graph, "generate/base-in-context").Stage.Options).InContext);
        Assert.Null(((GenerateOptions)ChainFixture.Find(graph, "generate/base").Stage.Options).InContext);
    }

    public void Dispose() => _chain.Dispose();
}
