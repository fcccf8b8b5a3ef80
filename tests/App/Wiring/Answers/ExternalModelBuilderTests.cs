namespace Pipeline.Tests.App.Wiring.Answers;

/// <summary>Models from elsewhere answer the prompts; those that only wrote imported answers are not asked where there are none.</summary>
public sealed class ExternalModelBuilderTests : IDisposable
{
    private const string Settings = """
        model: model
        datasets: { d: { path: rows.jsonl } }
        models: { writer: { path: model }, other: { path: model } }
        generations: { theirs: { path: rows.jsonl, trained_on: d, model: writer }, more: { path: rows.jsonl, trained_on: d, model: other } }

        """;

    private readonly ChainFixture _chain = new();

    [Theory]
    [InlineData("")]
    [InlineData("prompts: { path: rows.jsonl }", "generate/writer", "generate/other", "generate/base")]
    public void A_writer_of_imported_answers_is_asked_where_there_are_prompts(string prompts, params string[] expected)
    {
        var graph = _chain.Build(Settings + prompts);

        Assert.Equal(expected, ChainFixture.Ids(graph, "generate/"));
        Assert.Equal(["ingest-generations/theirs"], ChainFixture.Reads(graph, "shift/theirs", "answers"));
    }

    public void Dispose() => _chain.Dispose();
}
