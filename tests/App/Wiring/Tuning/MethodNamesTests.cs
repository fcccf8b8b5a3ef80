using Pipeline.App.Wiring.Tuning;
using Pipeline.Stages.Answers;
using Pipeline.Stages.Answers.ShiftSummary;
using Pipeline.Stages.Tuning.FineTune;

namespace Pipeline.Tests.App.Wiring.Tuning;

/// <summary>Methods that differ in learning rate, epochs and seed alone are put together in tables.</summary>
public sealed class MethodNamesTests : IDisposable
{
    private readonly ChainFixture _chain = new();

    [Fact]
    public void Methods_that_fit_alike_are_one_family_called_as_the_first()
    {
        var settings = _chain.Settle(
            """
            methods:
              sft: { type: full }
              low: { type: full, learning_rate: 1.0e-6, epochs: 9 }
              wide: { type: full, batch_size: 64 }
              named: { type: full, family: other }
              lft: { rank: [2, 4] }
            """
        );
        var names = new MethodNames(settings);
        var found =
            from method in settings.Methods
            from variant in MethodVariant.Expand(method.Key, method.Value, settings.Stages.FineTune, [1, 2])
            select names.FindFamily(method.Key, variant.Options);

        Assert.Equal(["sft", "wide", "other", "lft-r2", "lft-r4"], found.Distinct());
    }

    [Fact]
    public void All_sizes_of_a_dataset_are_one_series()
    {
        var graph = _chain.Build(ChainFixture.Model + "datasets: { d: { path: rows.jsonl, sizes: [5, 0] } }\nmethods: { lft: {} }");
        var models = ((ShiftSummaryOptions)ChainFixture.Find(graph, "shift-summary").Stage.Options).Models;

        Assert.Equal([("lft.d-5", "lft.d"), ("lft.d", "lft.d"), ("base", "base")], models.Select(model => (model.Model, model.Series)));
    }

    [Theory]
    [InlineData(FineTuneMethod.Lora, TuningMethod.Lft)]
    [InlineData(FineTuneMethod.Full, TuningMethod.Sft)]
    [InlineData(FineTuneMethod.Command, TuningMethod.External)]
    public void Kinds_have_the_papers_names(FineTuneMethod type, TuningMethod kind) => Assert.Equal(kind, MethodNames.FindKind(type));

    public void Dispose() => _chain.Dispose();
}
