using Pipeline.App;
using Pipeline.App.Settings;
using Pipeline.Engine.Configuration;
using Pipeline.Engine.Planning;
using Pipeline.Stages.Attribution.Attribute;
using Pipeline.Stages.Attribution.Borrowings;
using Pipeline.Stages.Report;
using Pipeline.Tests.Support;

namespace Pipeline.Tests.App;

/// <summary>Which model the report and the attribution hold a model against.</summary>
public sealed class ControlGraphTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    [Fact]
    public void A_tuned_model_is_held_against_the_base_and_an_imported_one_against_the_first_control_of_its_dataset()
    {
        var graph = Build(
            """
            model: model
            datasets:
              d: { path: rows.jsonl }
              part: { from: d, sizes: [1], train: false }
              other: { path: rows.jsonl, train: false }
            prompts: { path: rows.jsonl }
            methods: { lft: {} }
            generations:
              alone: { path: rows.jsonl, trained_on: other }
              mine: { path: rows.jsonl, trained_on: d }
              smaller: { path: rows.jsonl, trained_on: part-1 }
              stranger: { path: rows.jsonl, trained_on: part-1, control: true }
              author: { path: rows.jsonl, trained_on: d, control: true }
              second: { path: rows.jsonl, trained_on: d, control: true }
            """
        );

        Assert.Equal(
            ["base <- ", "lft.d <- base", "alone <- ", "mine <- author", "smaller <- stranger", "stranger <- ", "author <- ", "second <- "],
            Controls(graph)
        );
        Assert.Equal(["control-spans:author"], InputsOf(graph, "borrowings/mine", BorrowingsStage.ControlSpans));
        Assert.Equal(["control-spans:stranger"], InputsOf(graph, "borrowings/smaller", BorrowingsStage.ControlSpans));
        Assert.Equal(["control-spans:base"], InputsOf(graph, "borrowings/lft.d", BorrowingsStage.ControlSpans));
        Assert.Equal(["corpus:author"], InputsOf(graph, "attribute/mine", AttributeStage.Corpus));
        Assert.Equal(["corpus:author"], InputsOf(graph, "attribute/author-against-mine", AttributeStage.Corpus));
        Assert.Equal(["rates:alone", "rates:lft.d", "rates:mine", "rates:smaller"], InputsOf(graph, "report", ReportStage.Rates));
    }

    [Fact]
    public void Without_a_control_nothing_is_held_against_one()
    {
        var graph = Build(
            """
            datasets: { d: { path: rows.jsonl } }
            generations: { mine: { path: rows.jsonl, trained_on: d } }
            stages: { embed: { type: tfidf } }
            """
        );

        Assert.Equal(["mine <- "], Controls(graph));
        Assert.Empty(InputsOf(graph, "borrowings/mine", "control"));
    }

    [Fact]
    public void A_model_and_its_twin_are_each_searched_in_the_rows_of_the_other()
    {
        var graph = Build(
            """
            model: model
            datasets: { d: { world: { rows: 30 } } }
            prompts: { world: { known: 10, unknown: 5 } }
            methods: { sft: { type: full } }
            control: { type: twin }
            """
        );

        Assert.Equal(
            ["control-spans:sft.d", "control-spans:sft.d-control"],
            InputsOf(graph, "borrowings/sft.d", BorrowingsStage.ControlSpans)
        );
        Assert.Equal(["index", "instances"], InputsOf(graph, "attribute/sft.d-against-sft.d-control", "in"));
        Assert.Equal(
            "world-instructions/d-control",
            graph
                .Nodes.Single(node => node.Id == "attribute/sft.d-against-sft.d-control")
                .Inputs.OfType<NodeOutput>()
                .Single(input => input.Name == AttributeStage.Instances)
                .Node.Id
        );
        Assert.Equal(["corpus:sft.d"], InputsOf(graph, "attribute/sft.d-against-sft.d-control", AttributeStage.Corpus));
    }

    public void Dispose() => _folder.Dispose();

    private static IEnumerable<string> Controls(Graph graph) =>
        graph
            .Nodes.Select(node => node.Stage.Options)
            .OfType<ReportOptions>()
            .Single()
            .Models.Select(model => $"{model.Name} <- {model.ComparedWith}");

    private static IEnumerable<string> InputsOf(Graph graph, string id, string prefix) =>
        graph
            .Nodes.Single(node => node.Id == id)
            .Inputs.Select(input => input.Name)
            .Where(name => name.StartsWith(prefix, StringComparison.Ordinal))
            .Order(StringComparer.Ordinal);

    private Graph Build(string yaml)
    {
        _folder.Write("rows.jsonl", "{}");
        Directory.CreateDirectory(_folder.PathOf("model"));
        return new Catalogue().Build(ConfigurationLoader.Load(_folder.Write("test.yaml", yaml), typeof(PipelineSettings), []));
    }
}
