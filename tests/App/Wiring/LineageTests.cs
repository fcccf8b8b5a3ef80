using Pipeline.Stages.Attribution.Exclude;

namespace Pipeline.Tests.App.Wiring;

/// <summary>Datasets wait for the results on the datasets that they are taken from, and for no others.</summary>
public sealed class LineageTests : IDisposable
{
    private readonly ChainFixture _chain = new();

    [Fact]
    public void An_exclusion_may_go_by_models_of_a_dataset_that_is_itself_without_blamed_rows()
    {
        var graph = _chain.Build(
            ChainFixture.Model
                + """
                datasets:
                  twice: { from: once, exclude: { table: attribute/lft.once } }
                  once: { from: rows, exclude: { table: attribute } }
                  rows: { path: rows.jsonl }
                methods: { lft: {} }
                """
        );

        Assert.Equal(["select/once"], ChainFixture.Reads(graph, "exclude/twice", ExcludeStage.Instances));
        Assert.Equal(["borrowings/lft.once"], ChainFixture.Reads(graph, "exclude/twice", ExcludeStage.Spans));
        Assert.Equal(["borrowings/lft.rows"], ChainFixture.Reads(graph, "exclude/once", ExcludeStage.Spans));
        Assert.Equal(3, ChainFixture.Ids(graph, "fine-tune/").Count());
    }

    [Fact]
    public void Imported_answers_of_a_model_of_the_cleaned_dataset_do_not_stand_in_its_own_way()
    {
        var graph = _chain.Build(
            """
            datasets: { rows: { path: rows.jsonl }, clean: { from: rows, exclude: {} } }
            generations:
              second: { path: rows.jsonl, trained_on: clean }
              first: { path: rows.jsonl, trained_on: rows }
              author: { path: rows.jsonl, trained_on: rows, control: true }
            stages: { embed: { type: tfidf } }
            """
        );

        Assert.Equal(["borrowings/first"], ChainFixture.Reads(graph, "exclude/clean", ExcludeStage.Spans));
        Assert.Equal(["ingest-generations/author"], ChainFixture.Reads(graph, "attribute/first", "corpus"));
        Assert.Equal(["select/clean"], ChainFixture.Reads(graph, "attribute/second", "instances"));
    }

    [Fact]
    public void A_dataset_that_goes_back_to_itself_is_refused() =>
        Assert.Contains(
            "datasets.a: the dataset depends on itself.",
            _chain.Refused(ChainFixture.Model + "datasets: { a: { from: b }, b: { from: a } }\nmethods: { lft: {} }"),
            StringComparison.Ordinal
        );

    [Fact]
    public void A_dataset_that_no_method_is_for_is_not_read_for_training() =>
        Assert.DoesNotContain(
            "ingest/other",
            ChainFixture.Ids(
                _chain.Build(
                    "datasets: { d: { path: rows.jsonl }, other: { path: rows.jsonl } }\n"
                        + "generations: { mine: { path: rows.jsonl, trained_on: d } }\nstages: { embed: { type: tfidf } }"
                ),
                "ingest/"
            )
        );

    [Fact]
    public void A_dataset_that_nothing_wants_is_not_read() =>
        Assert.Equal(
            ["ingest/d", "ingest/prompts"],
            ChainFixture
                .Ids(
                    _chain.Build(
                        ChainFixture.Model
                            + "datasets: { d: { path: rows.jsonl }, gone: { path: gone.jsonl, train: false } }\nmethods: { lft: {} }"
                    ),
                    "ingest/"
                )
                .Order(StringComparer.Ordinal)
        );

    public void Dispose() => _chain.Dispose();
}
