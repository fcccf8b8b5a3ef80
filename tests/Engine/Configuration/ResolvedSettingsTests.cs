using Pipeline.Engine.Configuration;
using Pipeline.Tests.Support;

namespace Pipeline.Tests.Engine.Configuration;

/// <summary>A configuration as it was resolved: what it says when it is read again.</summary>
public sealed class ResolvedSettingsTests : IDisposable
{
    private const string Yaml = """
        include: shared.yaml
        model: weights
        seed: 3
        methods:
          "a: b": { type: full-parameters, learning_rate: [2e-4, 0.1], template: chatml }
          'null': { type: lora, steps: 5000000000 }
        stages:
          generate: { columns: { prompt: "two\nlines", id: "", "~": "\u001b[31m" } }
        """;

    private readonly TemporaryFolder _folder = new();

    [Fact]
    public void Read_again_it_says_the_same()
    {
        _folder.Write("shared.yaml", "stages: { generate: { max_new_tokens: 7 } }");
        var before = ConfigurationLoader.Load(_folder.Write("my.yaml", Yaml), typeof(ExampleSettings), ["seed=4"]);
        var text = ResolvedSettings.Write(before, absolutePaths: true);
        var after = ConfigurationLoader.Load(_folder.Write("elsewhere/again.yaml", text), typeof(ExampleSettings), []);

        Assert.Equal(text, ResolvedSettings.Write(after, absolutePaths: true));
        var settings = after.As<ExampleSettings>();
        Assert.Equal((4, 7), (settings.Seed, settings.Stages.Generate.MaxNewTokens));
        Assert.Equal(["a: b", "null"], settings.Methods.Keys);
        Assert.Equal(ExampleMethodType.FullParameters, settings.Methods["a: b"].Type);
        Assert.Equal([2e-4, 0.1], settings.Methods["a: b"].LearningRate);
        Assert.Equal(5_000_000_000, settings.Methods["null"].Steps);
        Assert.Equal([new("prompt", "two\nlines"), new("id", ""), new("~", "\u001b[31m")], settings.Stages.Generate.Columns);
        Assert.Equal(_folder.PathOf("weights"), settings.Model!.Absolute);
        Assert.DoesNotContain("include", text, StringComparison.Ordinal);
    }

    [Fact]
    public void Paths_may_stay_as_they_were_spelled() =>
        Assert.Contains(
            "model: weights\n",
            ResolvedSettings.Write(
                ConfigurationLoader.Load(_folder.Write("my.yaml", "model: weights"), typeof(ExampleSettings), []),
                absolutePaths: false
            ),
            StringComparison.Ordinal
        );

    [Fact]
    public void Secrets_are_masked()
    {
        var text = ResolvedSettings.Write(
            ConfigurationLoader.Load(
                _folder.Write("my.yaml", "stages: { generate: { columns: { a: 'https://me:word@host' } } }"),
                typeof(ExampleSettings),
                []
            ),
            absolutePaths: false
        );

        Assert.Contains("https://me:***@host", text, StringComparison.Ordinal);
        Assert.DoesNotContain("word", text, StringComparison.Ordinal);
    }

    [Fact]
    public void A_record_is_described_in_one_line_a_setting() =>
        Assert.Equal(
            [("type", "lora"), ("rank", "8"), ("learning_rate", "[0.001]"), ("template", "alpaca")],
            ResolvedSettings.Describe(new ExampleMethod { Type = ExampleMethodType.Lora })
        );

    public void Dispose() => _folder.Dispose();
}
