using Pipeline.Stages.Tuning.FineTune;
using Pipeline.Stages.Tuning.FineTuneCommand;

namespace Pipeline.Tests.App.Wiring.Tuning;

/// <summary>How a model is trained again without rows: here they are withheld, another program is handed the others.</summary>
public sealed class TrainingBuilderTests : IDisposable
{
    private readonly ChainFixture _chain = new();

    [Fact]
    public void A_training_here_keeps_its_tokens_and_its_settings_and_withholds_rows()
    {
        var graph = _chain.Build(Counterfactual("lft: { epochs: 7 }", "lft.d"));
        var (whole, less) = (ChainFixture.Find(graph, "fine-tune/lft.d"), ChainFixture.Find(graph, "fine-tune/lft.d-without-source"));

        Assert.Equal(whole.Stage.Options, less.Stage.Options);
        Assert.Equal(["tokenize/d"], ChainFixture.Reads(graph, less.Id, FineTuneStage.Tokens));
        Assert.Equal(["exclude/lft.d-without-source"], ChainFixture.Reads(graph, less.Id, FineTuneStage.Withheld));
        Assert.Empty(ChainFixture.Reads(graph, whole.Id, FineTuneStage.Withheld));
    }

    [Fact]
    public void Another_program_is_handed_the_tokens_of_the_rows_that_are_left()
    {
        var graph = _chain.Build(Counterfactual("own: { type: command, command: [train] }", "own.d"));

        Assert.Equal(
            ["tokenize/own.d-without-source"],
            ChainFixture.Reads(graph, "fine-tune-command/own.d-without-source", FineTuneCommandStage.Tokens)
        );
        Assert.Equal(["select/own.d-without-source"], ChainFixture.Reads(graph, "tokenize/own.d-without-source", ""));
        Assert.Equal(["ingest/d", "exclude/own.d-without-source"], ChainFixture.Reads(graph, "select/own.d-without-source", ""));
    }

    public void Dispose() => _chain.Dispose();

    private static string Counterfactual(string method, string model) =>
        $"{ChainFixture.Model}datasets: {{ d: {{ path: rows.jsonl }} }}\nmethods: {{ {method} }}\n"
        + $"counterfactual: {{ model: {model}, arms: [source] }}\n";
}
