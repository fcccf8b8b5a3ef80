using Pipeline.Stages.Answers.Generate;
using Pipeline.Stages.Attribution.PromptCounterfactual;
using Pipeline.Stages.Attribution.Rephrase;

namespace Pipeline.Tests.App.Wiring.Attribution;

/// <summary>What a prompt counterfactual is made of.</summary>
public sealed class PromptCounterfactualBuilderTests : IDisposable
{
    private const string Tuned =
        ChainFixture.Model + "seed: [1, 2]\ndatasets: { d: { path: rows.jsonl } }\nmethods: { lft: {}, sft: { type: full } }\n";

    private readonly ChainFixture _chain = new();

    [Fact]
    public void A_model_answers_what_was_rephrased_for_it_and_the_report_shows_what_became_of_its_spans()
    {
        var graph = _chain.Build(Tuned + "prompt_counterfactual: { model: lft.d, level: 3, top: 7, seed: 5 }");
        var options = (PromptCounterfactualOptions)ChainFixture.Find(graph, "prompt-counterfactual").Stage.Options;

        Assert.Equal([("lft-s1.d", "lft.d"), ("lft-s2.d", "lft.d")], options.Models.Select(model => (model.Model, model.Series)));
        Assert.Equal((3, 7), (options.Level, options.Top));
        Assert.Equal(
            ["borrowings/lft-s1.d", "rephrase/lft-s1.d", "generate/lft-s1.d@rephrased"],
            (string[])
                [
                    .. ChainFixture.Reads(graph, "prompt-counterfactual", "spans:lft-s1.d"),
                    .. ChainFixture.Reads(graph, "prompt-counterfactual", "rephrasings:lft-s1.d"),
                    .. ChainFixture.Reads(graph, "prompt-counterfactual", "answers:lft-s1.d"),
                ]
        );
        Assert.Equal(["ingest/prompts"], ChainFixture.Reads(graph, "rephrase/lft-s2.d", RephraseStage.Prompts));
        Assert.Equal(["ingest/d"], ChainFixture.Reads(graph, "rephrase/lft-s2.d", RephraseStage.Instances));
        Assert.Equal(["rephrase/lft-s2.d"], ChainFixture.Reads(graph, "generate/lft-s2.d@rephrased", GenerateStage.Prompts));
        Assert.Equal(["fine-tune/lft-s2.d"], ChainFixture.Reads(graph, "generate/lft-s2.d@rephrased", GenerateStage.Tuned));
        Assert.Equal(["prompt-counterfactual"], ChainFixture.Reads(graph, "report", "prompt-counterfactual"));
        var rephrase = (RephraseOptions)ChainFixture.Find(graph, "rephrase/lft-s2.d").Stage.Options;
        Assert.Equal((3, 7, 5, null), (rephrase.Level, rephrase.Top, rephrase.Seed, rephrase.File));
        Assert.Equal(
            ((GenerateOptions)ChainFixture.Find(graph, "generate/lft-s2.d").Stage.Options).Template,
            ((GenerateOptions)ChainFixture.Find(graph, "generate/lft-s2.d@rephrased").Stage.Options).Template
        );
    }

    [Fact]
    public void A_file_takes_the_place_of_the_rule()
    {
        _chain.Folder.Write("asked.jsonl", "{}");
        var graph = _chain.Build(
            Tuned + "prompt_counterfactual: { model: sft.d, rephrasings: { path: asked.jsonl, columns: { rephrased: text } } }"
        );
        var options = (RephraseOptions)ChainFixture.Find(graph, "rephrase/sft-s1.d").Stage.Options;

        Assert.Equal(("asked.jsonl", "text"), (options.File, options.Columns["rephrased"]));
        Assert.Empty(ChainFixture.Reads(graph, "rephrase/sft-s1.d", RephraseStage.Instances));
        Assert.Contains(ChainFixture.Find(graph, "rephrase/sft-s1.d").Inputs, input => input.Name == RephraseStage.File);
    }

    [Fact]
    public void Without_the_setting_nothing_is_rephrased() =>
        Assert.DoesNotContain(_chain.Build(Tuned).Nodes, node => node.Id.Contains("rephrase", StringComparison.Ordinal));

    [Theory]
    [InlineData("model: nobody", "prompt_counterfactual.model: 'nobody' is no model that is tuned here; there are: lft-s1.d")]
    [InlineData("model: lft.d, spans: certain", "prompt_counterfactual.spans: what 'lft-s1.d' borrowed is known for certain only")]
    public void What_cannot_be_measured_is_refused(string settings, string said) =>
        Assert.Contains(said, _chain.Refused($"{Tuned}prompt_counterfactual: {{ {settings} }}"), StringComparison.Ordinal);

    public void Dispose() => _chain.Dispose();
}
