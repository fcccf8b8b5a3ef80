namespace Pipeline.Tests.Engine.Configuration;

public sealed class IncludeTests : IDisposable
{
    private readonly ConfigurationFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Mappings_merge_deep_and_other_values_replace()
    {
        _folder.Write("base.yaml", "seed: 1\nmethods:\n  a: { type: lora, rank: 2, learning_rate: [1e-3, 2e-3] }\n  b: { type: lora }\n");
        var settings = _folder.Settings("include: base.yaml\nmethods:\n  c: { type: lora }\n  a: { rank: 5, learning_rate: [1e-4] }\n");
        Assert.Equal(1, settings.Seed);
        Assert.Equal(["a", "b", "c"], settings.Methods.Keys);
        Assert.Equal(5, settings.Methods["a"].Rank);
        Assert.Equal([1e-4], settings.Methods["a"].LearningRate);
    }

    [Fact]
    public void Later_includes_lie_over_earlier_ones_and_includes_nest()
    {
        _folder.Write("one.yaml", "seed: 1\nstages: { generate: { max_new_tokens: 1 } }\n");
        _folder.Write("sub/two.yaml", "include: ../one.yaml\nseed: 2\n");
        _folder.Write("three.yaml", "seed: 3\n");
        var configuration = _folder.Load("include: [sub/two.yaml, three.yaml]\n");
        Assert.Equal(3, configuration.As<ExampleSettings>().Seed);
        Assert.Equal(1, configuration.As<ExampleSettings>().Stages.Generate.MaxNewTokens);
        Assert.Equal(["p.yaml", "two.yaml", "one.yaml", "three.yaml"], configuration.Files.Select(Path.GetFileName));
    }

    [Fact]
    public void A_cycle_is_an_error_that_names_it()
    {
        _folder.Write("a.yaml", "include: p.yaml\n");
        Assert.Equal("@/a.yaml:1:10: include cycle: p.yaml -> a.yaml -> p.yaml", _folder.Error("include: a.yaml\n"));
    }

    [Fact]
    public void A_missing_include_is_an_error_at_its_position() =>
        Assert.Equal("@/p.yaml:2:10: configuration file '@/gone.yaml' does not exist", _folder.Error("seed: 1\ninclude: gone.yaml\n"));

    [Fact]
    public void An_error_in_an_included_file_names_that_file()
    {
        _folder.Write("base.yaml", "seed: 1\nsead: 2\n");
        Assert.Equal("@/base.yaml:2:1: unknown key 'sead' at the top level; did you mean 'seed'?", _folder.Error("include: base.yaml\n"));
    }

    [Fact]
    public void Many_references_to_one_file_stay_bounded()
    {
        _folder.Write("base.yaml", "seed: 1\n");
        Assert.Contains(
            "more than 100 files are included",
            _folder.Error($"include: [{string.Join(", ", Enumerable.Repeat("base.yaml", 200))}]"),
            StringComparison.Ordinal
        );
    }
}
