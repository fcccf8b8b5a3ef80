namespace Pipeline.Tests.Engine.Configuration;

public sealed class BindingTests : IDisposable
{
    private readonly ConfigurationFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Every_kind_of_value_binds()
    {
        var settings = _folder.Settings(
            """
            seed: 7
            methods:
              sft: { type: full-parameters, learning_rate: [2e-4, 5.0e-4], steps: 5000000000 }
              lft: { type: lora, learning_rate: 1e-3, rank: 16, template: "chatml" }
            stages:
              generate: { max_new_tokens: 96, keep_prompt: true, columns: { prompt: instruction, id: 12 } }
            """
        );

        Assert.Equal(7, settings.Seed);
        Assert.Equal(["sft", "lft"], settings.Methods.Keys);
        Assert.Equal(ExampleMethodType.FullParameters, settings.Methods["sft"].Type);
        Assert.Equal([2e-4, 5e-4], settings.Methods["sft"].LearningRate);
        Assert.Equal(5_000_000_000, settings.Methods["sft"].Steps);
        Assert.Equal([1e-3], settings.Methods["lft"].LearningRate);
        Assert.Null(settings.Methods["lft"].Steps);
        Assert.Equal("chatml", settings.Methods["lft"].Template);
        Assert.Equal(96, settings.Stages.Generate.MaxNewTokens);
        Assert.True(settings.Stages.Generate.KeepPrompt);
        Assert.Equal([new("prompt", "instruction"), new("id", "12")], settings.Stages.Generate.Columns);
    }

    [Theory]
    [InlineData("")]
    [InlineData("# only a comment\n")]
    [InlineData("---\n")]
    [InlineData("stages:\nmethods:\n")]
    public void What_is_left_out_keeps_its_default(string text) => Assert.Equal(64, _folder.Settings(text).Stages.Generate.MaxNewTokens);

    [Fact]
    public void An_empty_value_is_null_where_null_is_allowed()
    {
        var settings = _folder.Settings("methods: { a: { type: lora, steps: ~ } }\nmodel:\n");
        Assert.Null(settings.Methods["a"].Steps);
        Assert.Null(settings.Model);
    }

    [Fact]
    public void An_alias_repeats_a_value()
    {
        var settings = _folder.Settings("methods:\n  a: &base { type: lora, rank: 3 }\n  b: *base\n");
        Assert.Equal((3, 3), (settings.Methods["a"].Rank, settings.Methods["b"].Rank));
    }

    [Fact]
    public void Positions_of_values_are_kept_and_defaults_take_the_nearest()
    {
        var configuration = _folder.Load("methods:\n  lft:\n    type: lora\n    learning_rate: [1e-3, 2e-3]\n");
        Assert.EndsWith("p.yaml:4:27", configuration.Where("methods.lft.learning_rate[1]").ToString(), StringComparison.Ordinal);
        Assert.EndsWith("p.yaml:3:5", configuration.Where("methods.lft.rank").ToString(), StringComparison.Ordinal);
        Assert.EndsWith("p.yaml:1:1", configuration.Where("seed").ToString(), StringComparison.Ordinal);
        Assert.EndsWith(
            "p.yaml:3:5: methods.lft.rank: too large",
            configuration.Invalid("methods.lft.rank", "too large").Message,
            StringComparison.Ordinal
        );
        Assert.True(configuration.Sources.IsSet("methods.lft.type"));
        Assert.False(configuration.Sources.IsSet("methods.lft.rank"));
    }

    [Theory]
    [InlineData("MaxNewTokens", "max_new_tokens")]
    [InlineData("TopK", "top_k")]
    [InlineData("KLDivergence", "kl_divergence")]
    [InlineData("seed", "seed")]
    [InlineData("A", "a")]
    [InlineData("Already_split", "already_split")]
    public void Property_names_become_snake_case(string name, string key) =>
        Assert.Equal(key, Pipeline.Engine.Configuration.KeyNames.ToKey(name));
}
