using Pipeline.Stages.Attribution.Exclude;

namespace Pipeline.Tests.App.Wiring.Attribution;

/// <summary>Which tables an exclusion reads.</summary>
public sealed class ResultExclusionTests : IDisposable
{
    private readonly ChainFixture _chain = new();

    [Theory]
    [InlineData("attribute", "source", "borrowings/lft.w borrowings/sft.w", "")]
    [InlineData("attribute/sft.w", "random", "borrowings/sft.w", "retrieve/sft.w@w")]
    [InlineData("certain/lft.w", "similar", "world-borrowings/lft.w", "retrieve/lft.w@w")]
    [InlineData("certain", "source", "world-borrowings/lft.w world-borrowings/sft.w", "")]
    public void Placebos_need_neighbours_and_a_name_chooses_one_model(string table, string arm, string spans, string neighbours)
    {
        var graph = _chain.Build(
            $$"""
            model: model
            prompts: { world: { known: 5, unknown: 5 } }
            datasets:
              w: { world: { rows: 20 } }
              clean: { from: w, train: false, exclude: { table: {{table}}, arm: {{arm}}, top: 3, seed: 4 } }
            methods: { lft: {}, sft: { type: full } }
            """
        );
        var options = (ExcludeOptions)ChainFixture.Find(graph, "exclude/clean").Stage.Options;

        Assert.Equal(spans, string.Join(' ', ChainFixture.Reads(graph, "exclude/clean", ExcludeStage.Spans)));
        Assert.Equal(neighbours, string.Join(' ', ChainFixture.Reads(graph, "exclude/clean", ExcludeStage.Neighbours)));
        Assert.Equal((3, 4, false), (options.Top, options.Seed, options.EqualArms));
    }

    public void Dispose() => _chain.Dispose();
}
