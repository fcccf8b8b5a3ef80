namespace Pipeline.Tests.App.Wiring.Attribution;

/// <summary>Every way of retrieval, and what they share.</summary>
public sealed class RetrievalBuilderTests : IDisposable
{
    private readonly ChainFixture _chain = new();

    [Theory]
    [InlineData("embed: { type: tfidf }", "retrieve/mine@d", "embed/mine@d", "embed/d")]
    [InlineData("retrieve: { type: bm25 }", "retrieve/mine@d", "ingest-generations/mine", "ingest/d")]
    public void The_chosen_way_needs_no_model_where_it_goes_by_words(string stage, string id, params string[] reads) =>
        Assert.Equal(
            reads,
            ChainFixture.Reads(
                _chain.Build(
                    "datasets: { d: { path: rows.jsonl } }\ngenerations: { mine: { path: rows.jsonl, trained_on: d } }\n"
                        + $"stages: {{ {stage} }}"
                ),
                id,
                ""
            )
        );

    [Fact]
    public void Hidden_states_of_answers_are_made_once_for_all_datasets_and_need_a_model()
    {
        const string Settings = """
            datasets: { a: { path: rows.jsonl }, b: { from: a, simplify: true } }
            generations:
              mine: { path: rows.jsonl, trained_on: a }
              yours: { path: rows.jsonl, trained_on: b }
              author: { path: rows.jsonl, trained_on: a, control: true }
            """;

        Assert.Contains("stages.embed.type is hidden_state, which needs a 'model'", _chain.Refused(Settings), StringComparison.Ordinal);
        Assert.Equal(
            ["embed/a", "embed/author@a", "embed/b", "embed/mine@a", "embed/yours@b"],
            ChainFixture.Ids(_chain.Build("model: model\n" + Settings), "embed/").Order(StringComparer.Ordinal)
        );
    }

    public void Dispose() => _chain.Dispose();
}
