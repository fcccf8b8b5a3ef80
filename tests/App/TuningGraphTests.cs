using Pipeline.App;
using Pipeline.App.Settings;
using Pipeline.Engine;
using Pipeline.Engine.Caching;
using Pipeline.Engine.Configuration;
using Pipeline.Engine.Planning;
using Pipeline.Stages.Tuning.FineTune;
using Pipeline.Tests.Support;

namespace Pipeline.Tests.App;

/// <summary>What methods of a configuration expand to.</summary>
public sealed class TuningGraphTests : IDisposable
{
    private const string Rest = """
        model: model
        datasets: { d: { path: rows.jsonl } }
        prompts: { path: rows.jsonl }

        """;

    private readonly TemporaryFolder _folder = new();

    [Fact]
    public void Methods_at_a_matched_loss_are_one_model_each_chosen_from_all_their_variants()
    {
        var graph = Build(
            Rest
                + """
                methods:
                  lft: { learning_rate: [1.0e-3, 3.0e-3] }
                  sft: { type: full, learning_rate: [1.0e-4, 3.0e-4] }
                matched_loss: {}
                """
        );
        var chosen = graph.Nodes.Single(node => node.Id == "match-loss/sft.d");

        Assert.Equal(
            ["candidate:sft-1e-4.d", "candidate:sft-3e-4.d", "other:lft:lft-1e-3.d", "other:lft:lft-3e-3.d"],
            chosen.Inputs.Select(input => input.Name).Order(StringComparer.Ordinal)
        );
        Assert.Equal(["generate/base", "generate/lft.d", "generate/sft.d"], IdsOf(graph, "generate/"));
        Assert.Contains(chosen, graph.Nodes.Single(node => node.Id == "generate/sft.d").Parents);
    }

    [Fact]
    public void With_a_target_a_method_is_chosen_without_the_others_and_variants_may_stay()
    {
        var graph = Build(
            Rest
                + """
                methods:
                  lft: { learning_rate: [1.0e-3, 3.0e-3] }
                  sft: { type: full }
                matched_loss: { target: 0.8, methods: [lft], keep_variants: true }
                """
        );

        Assert.Equal(
            ["candidate:lft-1e-3.d", "candidate:lft-3e-3.d"],
            graph.Nodes.Single(node => node.Id == "match-loss/lft-matched.d").Inputs.Select(input => input.Name)
        );
        Assert.Equal(
            ["generate/base", "generate/lft-1e-3.d", "generate/lft-3e-3.d", "generate/lft-matched.d", "generate/sft.d"],
            IdsOf(graph, "generate/")
        );
    }

    [Fact]
    public void Another_programs_training_depends_on_its_command_and_its_script_alone()
    {
        const string Method =
            "methods: { gpu: { type: command, command: [python3, '{script}', '{tokens}', '{output}'], script: train.py, "
            + "learning_rate: [1.0e-4, 2.0e-4] } }";
        _folder.Write("train.py", "print(1)");
        var nodes = Build(Rest + Method).Nodes.Where(node => node.Stage.Name == "fine-tune-command").ToList();

        Assert.Equal(["fine-tune-command/gpu-1e-4.d", "fine-tune-command/gpu-2e-4.d"], nodes.Select(node => node.Id));
        Assert.Equal(["model", "script", "tokens"], nodes[0].Inputs.Select(input => input.Name).Order(StringComparer.Ordinal));
        Assert.DoesNotContain(
            _folder.Root,
            Pipeline.Engine.Caching.CanonicalJson.Serialize(nodes[0].Stage.Options).ToJsonString(),
            StringComparison.Ordinal
        );
    }

    [Fact]
    public void A_merged_adapter_is_a_leaf_of_its_own() =>
        Assert.Equal(["merge/lft.d"], IdsOf(Build(Rest + "methods: { lft: { merge: true }, sft: { type: full, merge: true } }"), "merge/"));

    [Fact]
    public void A_command_method_without_a_command_is_refused() =>
        Assert.Contains(
            "methods.gpu.command: a method of type command needs the program",
            Assert.Throws<InputException>(() => Build(Rest + "methods: { gpu: { type: command } }")).Message,
            StringComparison.Ordinal
        );

    [Theory]
    [InlineData("methods: { lft: { datasets: [alpaca] } }", "methods.lft.datasets: 'alpaca' is none of the datasets; datasets: d")]
    [InlineData("methods: { lft: { datasets: [d, dd] } }", "methods.lft.datasets: 'dd' is none of the datasets; did you mean 'd'?")]
    [InlineData(
        "methods: { lft: {}, sft: { type: full } }\nmatched_loss: { methods: [lft, stf] }",
        "matched_loss.methods: 'stf' is none of the methods of type lora or full; did you mean 'sft'?"
    )]
    [InlineData(
        "methods: { lft: {}, gpu: { type: command, command: [train] } }\nmatched_loss: { methods: [gpu] }",
        "'gpu' is none of the methods of type lora or full"
    )]
    public void A_name_of_nothing_is_refused_where_it_would_choose_nothing(string yaml, string said) =>
        Assert.Contains(said, Assert.Throws<InputException>(() => Build(Rest + yaml)).Message, StringComparison.Ordinal);

    [Fact]
    public void A_method_may_name_a_dataset_or_one_of_its_sizes() =>
        Assert.Equal(
            ["fine-tune/lft.d-1k", "fine-tune/lft.d-20", "fine-tune/sft.d-20"],
            IdsOf(
                Build(
                    "model: model\ndatasets: { d: { path: rows.jsonl, sizes: [20, 1000] } }\nprompts: { path: rows.jsonl "
                        + "}\nmethods: { lft: { datasets: d }, sft: { type: full, datasets: d-20 } }"
                ),
                "fine-tune/"
            )
        );

    [Theory]
    [InlineData("methods: { sft: { type: full, precision: bfloat16 } }", "methods.sft.precision: bfloat16")]
    [InlineData("methods: { sft: { type: full } }\nstages: { fine_tune: { precision: bfloat16 } }", "stages.fine_tune.precision: bfloat16")]
    public void All_weights_are_not_trained_in_bfloat16(string methods, string said)
    {
        Assert.Contains(said, Assert.Throws<InputException>(() => Build(Rest + methods)).Message, StringComparison.Ordinal);
        Assert.NotNull(Build(Rest + methods.Replace("full", "lora", StringComparison.Ordinal)));
    }

    [Fact]
    public void A_precision_is_spelled_as_the_field_spells_it()
    {
        Assert.Contains(
            "methods.a.precision is 'b_float16'; did you mean 'bfloat16'?",
            Assert.Throws<InputException>(() => Build(Rest + "methods: { a: { precision: b_float16 } }")).Message,
            StringComparison.Ordinal
        );
        var tuned = Build(Rest + "methods: { a: { precision: bfloat16 } }").Nodes.Single(node => node.Stage is FineTuneStage);
        Assert.Equal("bfloat16", (string?)CanonicalJson.Serialize(tuned.Stage.Options)["precision"]);
        Assert.DoesNotContain("b_float16", SettingsSchema.Write(typeof(PipelineSettings)), StringComparison.Ordinal);
    }

    public void Dispose() => _folder.Dispose();

    private static IEnumerable<string> IdsOf(Graph graph, string prefix) =>
        graph.Nodes.Select(node => node.Id).Where(id => id.StartsWith(prefix, StringComparison.Ordinal)).Order(StringComparer.Ordinal);

    private Graph Build(string yaml)
    {
        _folder.Write("rows.jsonl", "{}");
        Directory.CreateDirectory(_folder.PathOf("model"));
        return new Catalogue().Build(ConfigurationLoader.Load(_folder.Write("test.yaml", yaml), typeof(PipelineSettings), []));
    }
}
