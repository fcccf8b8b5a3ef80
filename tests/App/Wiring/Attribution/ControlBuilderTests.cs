using Pipeline.Stages.Attribution.Borrowings;

namespace Pipeline.Tests.App.Wiring.Attribution;

/// <summary>What models are held against.</summary>
public sealed class ControlBuilderTests : IDisposable
{
    private const string Tuned =
        ChainFixture.Model + "seed: [1, 2]\ndatasets: { d: { path: rows.jsonl } }\nmethods: { lft: {}, sft: { type: full } }\n";

    private readonly ChainFixture _chain = new();

    [Fact]
    public void Each_model_is_held_against_models_trained_on_the_other_half_of_the_rows()
    {
        var graph = _chain.Build(Tuned + "control: { type: split_half }");

        Assert.Equal(
            ["lft-s1.d", "lft-s2.d", "sft-s1.d", "sft-s2.d"],
            graph.Nodes.Select(node => node.Stage.Options).OfType<BorrowingsOptions>().Select(options => options.Model).Order()
        );
        Assert.All(
            graph.Nodes.Select(node => node.Stage.Options).OfType<BorrowingsOptions>(),
            options => Assert.Equal(ControlKind.SplitHalf, options.Control)
        );
        Assert.Equal(12, graph.Nodes.Count(node => node.Id.StartsWith("fine-tune/", StringComparison.Ordinal)));
    }

    [Fact]
    public void Models_that_the_settings_leave_out_are_held_against_none_and_none_is_trained_for_them()
    {
        var graph = _chain.Build(Tuned + "control: { type: split_half, models: [lft-s1.d, sft.d] }");

        Assert.Equal(
            [("lft-s1.d", true), ("lft-s2.d", false), ("sft-s1.d", true), ("sft-s2.d", true)],
            graph
                .Nodes.Select(node => node.Stage.Options)
                .OfType<BorrowingsOptions>()
                .Select(options => (options.Model, options.ControlName.Length > 0))
                .Order()
        );
        Assert.Equal(4 + (2 * 3), graph.Nodes.Count(node => node.Id.StartsWith("fine-tune/", StringComparison.Ordinal)));
    }

    [Fact]
    public void A_name_of_no_model_is_refused() =>
        Assert.Contains(
            "control.models: 'nobody' is no model that is tuned here; there are: lft-s1.d",
            _chain.Refused(Tuned + "control: { type: split_half, models: [nobody] }"),
            StringComparison.Ordinal
        );

    public void Dispose() => _chain.Dispose();
}
