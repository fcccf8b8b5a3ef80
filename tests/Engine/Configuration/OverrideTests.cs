namespace Pipeline.Tests.Engine.Configuration;

public sealed class OverrideTests : IDisposable
{
    private readonly ConfigurationFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Overrides_reach_into_the_tree_and_values_are_YAML()
    {
        const string Yaml = "methods: { a: { type: lora, rank: 2 } }\nstages: ~\n";
        var settings = _folder.Settings(
            Yaml,
            "methods.a.rank=9",
            "methods.a.learning_rate=[1e-4, 2e-4]",
            "stages.generate.keep_prompt=true",
            "methods.b.type=full-parameters"
        );
        Assert.Equal(9, settings.Methods["a"].Rank);
        Assert.Equal([1e-4, 2e-4], settings.Methods["a"].LearningRate);
        Assert.True(settings.Stages.Generate.KeepPrompt);
        Assert.Equal(ExampleMethodType.FullParameters, settings.Methods["b"].Type);
    }

    [Fact]
    public void A_stage_may_be_named_without_the_key_that_holds_it() =>
        Assert.Equal(5, _folder.Settings("", "generate.max_new_tokens=5").Stages.Generate.MaxNewTokens);

    [Fact]
    public void The_last_of_two_overrides_counts() => Assert.Equal(2, _folder.Settings("seed: 0", "seed=1", "seed=2").Seed);

    [Theory]
    [InlineData("seed", "--set seed: expected stage.key=value, such as stages.generate.max_new_tokens=64")]
    [InlineData(".=1", "--set .=1: expected stage.key=value, such as stages.generate.max_new_tokens=64")]
    [InlineData("sed=1", "--set sed=1: unknown key 'sed' at the top level; did you mean 'seed'?")]
    [InlineData("seed=x", "--set seed=x: seed is 'x'; expected a whole number")]
    [InlineData("seed=", "--set seed=: seed is empty; expected a whole number")]
    [InlineData("seed.x=1", "--set seed.x=1: seed is '4' at @/p.yaml:1:7; it has no key 'x'")]
    [InlineData(
        "generate.max_new_tokens=0",
        "--set generate.max_new_tokens=0: stages.generate.max_new_tokens is '0'; expected a whole number from 1 to 4096"
    )]
    public void Errors_quote_the_override(string text, string message) => Assert.Equal(message, _folder.Error("seed: 4", text));

    [Fact]
    public void Malformed_values_quote_the_override() =>
        Assert.StartsWith("--set seed=[1: malformed YAML: ", _folder.Error("", "seed=[1"), StringComparison.Ordinal);
}
