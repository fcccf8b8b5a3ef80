using Pipeline.App;
using Pipeline.App.Settings;
using Pipeline.Engine;
using Pipeline.Engine.Configuration;
using Pipeline.Engine.Planning;
using Pipeline.Stages.Attribution.Exclude;
using Pipeline.Tests.Support;

namespace Pipeline.Tests.App;

/// <summary>Whose results an exclusion goes by, and that it is carried out wherever it is asked for.</summary>
public sealed class ExclusionGraphTests : IDisposable
{
    private const string Methods = """

        model: model
        prompts: { path: rows.jsonl }
        methods: { lft: {} }
        """;

    private const string Generations = """

        generations: { mine: { path: rows.jsonl, trained_on: rows } }
        stages: { embed: { type: tfidf } }
        """;

    private readonly TemporaryFolder _folder = new();

    [Fact]
    public void No_model_is_tuned_on_an_origin_that_is_not_to_be_trained_on()
    {
        const string Datasets = "datasets:\n  rows: { path: rows.jsonl, train: false }\n  clean: { from: rows, exclude: {} }\n";

        var graph = Build(Datasets + Methods + Generations);

        Assert.Equal(["spans:mine"], Blamed(graph, "clean"));
        Assert.Equal(
            ["fine-tune/lft.clean"],
            graph.Nodes.Select(node => node.Id).Where(id => id.StartsWith("fine-tune/", StringComparison.Ordinal))
        );
        Assert.Contains(
            "datasets.clean.exclude.table: no model is trained on 'rows' ('train: false'), so there is no table of results.",
            Refused(Datasets + Methods),
            StringComparison.Ordinal
        );
    }

    [Fact]
    public void No_model_is_tuned_on_all_rows_of_an_origin_whose_sizes_do_not_have_them()
    {
        const string Datasets = "datasets:\n  rows: { path: rows.jsonl, sizes: [5] }\n  clean: { from: rows, exclude: {} }\n";

        Assert.Contains(
            "no model is trained on 'rows' ('sizes' has no 0, which stands for all rows), so there is no table of results.",
            Refused(Datasets + Methods),
            StringComparison.Ordinal
        );
        Assert.Equal(["spans:lft.rows"], Blamed(Build(Datasets.Replace("[5]", "[5, 0]", StringComparison.Ordinal) + Methods), "clean"));
    }

    [Theory]
    [InlineData("")]
    [InlineData(", train: false")]
    public void An_exclusion_that_no_model_is_tuned_on_is_carried_out_all_the_same(string more)
    {
        var graph = Build($"datasets:\n  rows: {{ path: rows.jsonl }}\n  clean: {{ from: rows, exclude: {{}}{more} }}\n" + Generations);

        Assert.Equal(["spans:mine"], Blamed(graph, "clean"));
        Assert.Equal(
            ["ingest/rows", "exclude/clean"],
            graph.Nodes.Single(node => node.Id == "select/clean").Parents.Select(node => node.Id)
        );
    }

    [Theory]
    [InlineData("attribute/nobody", "'attribute/nobody' is no table of results; there are: attribute, attribute/mine.")]
    [InlineData("certain/nobody", "'certain/nobody' is no table of results; there are: certain, certain/mine.")]
    [InlineData("anything", "'anything' is no table of results; there are: attribute, attribute/mine.")]
    [InlineData("attribution/mine", "'attribution/mine' is called 'attribute/mine', as the stage that writes it is.")]
    [InlineData("attribution", "'attribution' is called 'attribute', as the stage that writes it is.")]
    public void A_table_that_there_is_not_is_refused_whoever_uses_the_dataset(string table, string expected) =>
        Assert.Contains(
            $"datasets.clean.exclude.table: {expected}",
            Refused($"datasets:\n  rows: {{ path: rows.jsonl }}\n  clean: {{ from: rows, exclude: {{ table: {table} }} }}\n" + Generations),
            StringComparison.Ordinal
        );

    [Fact]
    public void Datasets_alone_have_no_results_to_go_by() =>
        Assert.Contains(
            "no model is trained on 'rows', so there is no table of results.",
            Refused("datasets:\n  rows: { path: rows.jsonl }\n  clean: { from: rows, exclude: {} }\n"),
            StringComparison.Ordinal
        );

    [Fact]
    public void A_model_tuned_elsewhere_on_the_origin_counts_too()
    {
        const string Settings = """
            model: model
            prompts: { path: rows.jsonl }
            datasets:
              rows: { path: rows.jsonl }
              clean: { from: rows, exclude: { table: attribute/chat } }
            models: { chat: { path: model, trained_on: rows }, other: { path: model } }
            """;

        var graph = Build(Settings);

        Assert.Equal(["spans:chat"], Blamed(graph, "clean"));
        Assert.Equal(
            ["control-answers:base", "control-spans:base"],
            graph
                .Nodes.Single(node => node.Id == "borrowings/chat")
                .Inputs.Select(input => input.Name)
                .Where(name => name.StartsWith("control", StringComparison.Ordinal))
        );
    }

    [Theory]
    [InlineData("counterfactual")]
    [InlineData("source_recall")]
    public void Spans_are_called_as_the_stage_that_finds_them(string block) =>
        Assert.Contains(
            $"{block}.spans is 'attribution'; did you mean 'attribute'?",
            Refused($"datasets: {{ rows: {{ path: rows.jsonl }} }}\n{block}: {{ model: lft.rows, spans: attribution }}\n" + Methods),
            StringComparison.Ordinal
        );

    public void Dispose() => _folder.Dispose();

    private static IEnumerable<string> Blamed(Graph graph, string dataset) =>
        graph
            .Nodes.Single(node => node.Id == $"exclude/{dataset}")
            .Inputs.Select(input => input.Name)
            .Where(name => name.StartsWith(ExcludeStage.Spans, StringComparison.Ordinal));

    private string Refused(string yaml) => Assert.Throws<InputException>(() => Build(yaml)).Message;

    private Graph Build(string yaml)
    {
        _folder.Write("rows.jsonl", "{}");
        Directory.CreateDirectory(_folder.PathOf("model"));
        return new Catalogue().Build(ConfigurationLoader.Load(_folder.Write("test.yaml", yaml), typeof(PipelineSettings), []));
    }
}
