using Pipeline.App;
using Pipeline.App.Settings;
using Pipeline.Engine;
using Pipeline.Engine.Configuration;
using Pipeline.Engine.Planning;
using Pipeline.Stages.Answers;
using Pipeline.Stages.Answers.Shift;
using Pipeline.Stages.Answers.ShiftSummary;
using Pipeline.Tests.Support;

namespace Pipeline.Tests.App;

/// <summary>Which models a configuration compares with which.</summary>
public sealed class ComparisonGraphTests : IDisposable
{
    private const string Tuned = """
        model: model
        datasets: { d: { path: rows.jsonl } }
        prompts: { path: rows.jsonl }
        methods: { lft: {}, sft: { type: full } }

        """;

    private readonly TemporaryFolder _folder = new();

    [Fact]
    public void The_base_is_a_row_beside_the_tuned_models_and_every_wrapper_is_in_the_one_table_of_a_model()
    {
        var graph = Build(
            Tuned
                + """
                base: { prompts: [zero_shot, in_context] }
                stages: { shift: { base_wrappers: [aligntds, bare] } }
                """
        );
        var summary = Summary(graph);

        Assert.Equal(["shift/base", "shift/base-in-context", "shift/lft.d", "shift/sft.d"], IdsOf(graph, "shift/"));
        Assert.DoesNotContain(Node(graph, "shift/base").Inputs, input => input.Name == ShiftStage.Tuned);
        Assert.Equal(
            [BaseWrapper.Same, BaseWrapper.Aligntds, BaseWrapper.Bare],
            ((ShiftOptions)Node(graph, "shift/sft.d").Stage.Options).BaseWrappers
        );
        Assert.Equal(
            [TuningMethod.Base, TuningMethod.Base, TuningMethod.Lft, TuningMethod.Sft],
            summary.Models.OrderBy(model => model.Table, StringComparer.Ordinal).Select(model => model.Method)
        );
        Assert.Equal(["d"], summary.Models.Single(model => model.Model == "base").Controls);
    }

    [Fact]
    public void Two_tuned_models_are_compared_on_the_answers_of_the_second()
    {
        var graph = Build(Tuned + "stages: { shift: { compare: [{ from: lft.d, to: sft.d }] } }");
        var node = Node(graph, "shift/sft.d-against-lft.d");

        Assert.Equal("generate/sft.d", node.Streams.Single().Node.Id);
        Assert.Equal("fine-tune/lft.d", ((NodeOutput)node.Inputs.Single(input => input.Name == ShiftStage.Reference)).Node.Id);
        Assert.Equal("fine-tune/sft.d", ((NodeOutput)node.Inputs.Single(input => input.Name == ShiftStage.Tuned)).Node.Id);
        Assert.Equal(
            ("sft.d", "lft.d"),
            Summary(graph)
                .Models.Where(model => model.Table == "sft.d-against-lft.d")
                .Select(model => (model.Model, model.Reference))
                .Single()
        );
    }

    [Fact]
    public void A_model_from_elsewhere_answers_in_its_own_template_and_is_compared_like_a_tuned_one()
    {
        var graph = Build(
            Tuned
                + """
                models: { chat: { path: chat, template: vicuna }, adapter: { path: chat, trained_on: d } }
                stages: { shift: { compare: [{ from: chat, to: lft.d }] } }
                """
        );

        Assert.Equal(
            ["shift/adapter", "shift/base", "shift/chat", "shift/lft.d", "shift/lft.d-against-chat", "shift/sft.d"],
            IdsOf(graph, "shift/")
        );
        Assert.Contains("USER:", ((ShiftOptions)Node(graph, "shift/chat").Stage.Options).Template.User, StringComparison.Ordinal);
        Assert.Equal(
            _folder.PathOf("chat"),
            ((ExternalInput)Node(graph, "generate/chat").Inputs.Single(input => input.Name == ShiftStage.Tuned)).Path
        );
        Assert.Contains("attribute/adapter", IdsOf(graph, "attribute/"));
        Assert.DoesNotContain("attribute/chat", IdsOf(graph, "attribute/"));
    }

    [Fact]
    public void Models_from_elsewhere_need_no_training() =>
        Assert.Equal(
            ["shift/base", "shift/chat"],
            IdsOf(
                Build(
                    """
                    model: model
                    prompts: { path: rows.jsonl }
                    models: { chat: { path: chat } }
                    stages: { embed: { type: tfidf } }
                    """
                ),
                "shift/"
            )
        );

    [Theory]
    [InlineData("chat", "models: { chat: { path: chat } }")]
    [InlineData("sft.d", "methods: { sft: { type: full } }\nprompts: { path: rows.jsonl }")]
    public void Imported_answers_are_scored_by_the_model_that_wrote_them(string writer, string rest)
    {
        var graph = Build(
            $$"""
            model: model
            datasets: { d: { path: rows.jsonl } }
            generations: { theirs: { path: rows.jsonl, trained_on: d, model: {{writer}} } }
            {{rest}}
            """
        );

        Assert.Equal("ingest-generations/theirs", Node(graph, "shift/theirs").Streams.Single().Node.Id);
        Assert.Contains(Node(graph, "shift/theirs").Inputs, input => input.Name == ShiftStage.Tuned);
        Assert.Equal(writer == "chat" ? [] : ["generate/base", "generate/sft.d"], IdsOf(graph, "generate/"));
    }

    [Theory]
    [InlineData(
        "stages: { shift: { compare: [{ from: lft.d, to: sft }] } }",
        "stages.shift.compare[0].to: 'sft' is no model with weights; there are: lft.d, sft.d"
    )]
    [InlineData("stages: { shift: { compare: [{ from: lft.d, to: lft.d }] } }", "compare[0].to: 'lft.d' would be compared with itself")]
    [InlineData("models: { chat: { path: chat, template: nobody } }", "models.chat.template: There is no chat template 'nobody'")]
    [InlineData(
        "generations: { theirs: { path: rows.jsonl, trained_on: dd } }",
        "generations.theirs.trained_on: there is no dataset 'dd'; did you mean 'd'?"
    )]
    [InlineData("models: { chat: { path: chat, trained_on: e } }", "models.chat.trained_on: there is no dataset 'e'; did you mean 'd'?")]
    [InlineData(
        "generations: { theirs: { path: rows.jsonl, trained_on: d, model: chat } }",
        "generations.theirs.model: 'chat' is none of 'models' and no model tuned here; there are: lft.d, sft.d"
    )]
    public void Names_that_are_not_there_are_refused(string settings, string message) =>
        Assert.Contains(message, Assert.Throws<InputException>(() => Build(Tuned + settings)).Message, StringComparison.Ordinal);

    [Theory]
    [InlineData("model: meta-llama/Llama-2-7b-hf", "model is 'meta-llama/Llama-2-7b-hf'; no such folder: ")]
    [InlineData("models: { chat: { path: lmsys/vicuna-7b-v1.5 } }", "models.chat.path is 'lmsys/vicuna-7b-v1.5'; no such folder: ")]
    public void A_name_of_the_hub_is_no_folder_and_how_to_get_one_is_said(string settings, string message)
    {
        var error = Assert.Throws<InputException>(() => Build(settings)).Message;

        Assert.Contains(message, error, StringComparison.Ordinal);
        Assert.EndsWith("fetch one first, for example with 'hf download NAME --local-dir FOLDER'.", error, StringComparison.Ordinal);
    }

    public void Dispose() => _folder.Dispose();

    private static StageNode Node(Graph graph, string id) => graph.Nodes.Single(node => node.Id == id);

    private static ShiftSummaryOptions Summary(Graph graph) => (ShiftSummaryOptions)Node(graph, "shift-summary").Stage.Options;

    private static IEnumerable<string> IdsOf(Graph graph, string prefix) =>
        graph.Nodes.Select(node => node.Id).Where(id => id.StartsWith(prefix, StringComparison.Ordinal)).Order(StringComparer.Ordinal);

    private Graph Build(string yaml)
    {
        _folder.Write("rows.jsonl", "{}");
        Directory.CreateDirectory(_folder.PathOf("model"));
        Directory.CreateDirectory(_folder.PathOf("chat"));
        return new Catalogue().Build(ConfigurationLoader.Load(_folder.Write("test.yaml", yaml), typeof(PipelineSettings), []));
    }
}
