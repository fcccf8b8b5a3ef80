using Pipeline.App;
using Pipeline.App.Settings;
using Pipeline.Engine;
using Pipeline.Engine.Configuration;
using Pipeline.Engine.Planning;
using Pipeline.Tests.Support;

namespace Pipeline.Tests.App;

/// <summary>What datasets and methods of a configuration expand to.</summary>
public sealed class DatasetGraphTests : IDisposable
{
    private const string Rest = """

        model: model
        prompts: { path: rows.jsonl }
        methods:
          lft: { rank: [2, 8], learning_rate: [1.0e-3, 2.0e-3] }
          sft: { type: full }
        """;

    private readonly TemporaryFolder _folder = new();

    [Fact]
    public void Sizes_become_nested_subsets_that_share_one_ingested_file()
    {
        var graph = Build(
            "datasets:\n  big: { path: rows.jsonl, sizes: [250, 1000] }\n  unused: { path: nowhere.jsonl, train: false }\n"
                + Rest.Replace("full", "full, datasets: [big]", StringComparison.Ordinal)
        );
        var samples = graph.Nodes.Where(node => node.Id.StartsWith("sample/", StringComparison.Ordinal)).ToList();

        Assert.Equal(["sample/big-250", "sample/big-1k"], samples.Select(node => node.Id));
        Assert.All(samples, node => Assert.Equal("ingest/big", node.Parents.Single().Id));
        Assert.Equal(
            [
                "lft-1e-3-r2.big-250",
                "lft-1e-3-r8.big-250",
                "lft-2e-3-r2.big-250",
                "lft-2e-3-r8.big-250",
                "sft.big-250",
                "lft-1e-3-r2.big-1k",
                "lft-1e-3-r8.big-1k",
                "lft-2e-3-r2.big-1k",
                "lft-2e-3-r8.big-1k",
                "sft.big-1k",
            ],
            graph
                .Nodes.Where(node => node.Id.StartsWith("fine-tune/", StringComparison.Ordinal))
                .Select(node => node.Id["fine-tune/".Length..])
        );
    }

    [Fact]
    public void A_mixture_of_filtered_and_whole_datasets_is_one_dataset()
    {
        var graph = Build(
            """
            datasets:
              a: { path: rows.jsonl, train: false }
              best: { from: a, train: false, filter: { by: response_words, keep: 10 } }
              b: { path: rows.jsonl, train: false }
              both: { mix: { weights: { best: 3, b: 1 }, size: 12 } }
            """ + Rest
        );
        var mix = graph.Nodes.Single(node => node.Id == "mix/both");

        Assert.Equal(["filter/best", "ingest/a", "ingest/b"], mix.Parents.Select(node => node.Id).Order(StringComparer.Ordinal));
        Assert.Contains(graph.Nodes, node => node.Id == "fine-tune/lft-1e-3-r2.both");
    }

    [Theory]
    [InlineData("datasets:\n  a: { path: rows.jsonl, mix: { weights: { a: 1 } } }", "give one of 'path', 'from', 'mix' and 'world'")]
    [InlineData("datasets:\n  a: { mix: { weights: { a: 1 } } }", "the dataset depends on itself")]
    [InlineData(
        "datasets:\n  a: { path: rows.jsonl }\n  x: { from: y, train: false }\n  y: { from: x, train: false }",
        "the dataset depends on itself"
    )]
    [InlineData("datasets:\n  a: { mix: { weights: { b: 0 } } }", "expected a number from 1E-06 to 1000000")]
    [InlineData("datasets:\n  a: { path: rows.jsonl, sizes: [-1] }", "expected a whole number from 0 to 1000000000")]
    [InlineData("datasets:\n  a: { path: other.jsonl }", "the dataset 'a' is read from 'other.jsonl'; no such file: ")]
    public void Datasets_that_make_no_sense_are_refused(string yaml, string expected) =>
        Assert.Contains(expected, Assert.Throws<InputException>(() => Build(yaml + Rest)).Message, StringComparison.Ordinal);

    [Fact]
    public void A_rank_of_zero_is_refused() =>
        Assert.Contains(
            "expected a whole number from 1 to 16384",
            Assert.Throws<InputException>(() => Build("datasets: { a: { path: rows.jsonl } }\nmethods: { lft: { rank: 0 } }")).Message,
            StringComparison.Ordinal
        );

    public void Dispose() => _folder.Dispose();

    private Graph Build(string yaml)
    {
        _folder.Write("rows.jsonl", "{}");
        Directory.CreateDirectory(_folder.PathOf("model"));
        return new Catalogue().Build(ConfigurationLoader.Load(_folder.Write("test.yaml", yaml), typeof(PipelineSettings), []));
    }
}
