using Pipeline.App;
using Pipeline.App.Settings;
using Pipeline.App.Wiring.Checks;
using Pipeline.Engine.CommandLine;
using Pipeline.Engine.Configuration;
using Pipeline.Tests.Support;

namespace Pipeline.Tests.App;

/// <summary>A machine that lacks what a run needs is told so before anything is computed.</summary>
public sealed class MachineChecksTests : IDisposable
{
    private const long Parameters = 2_422_848;
    private readonly TemporaryFolder _folder = new();

    [Fact]
    public async Task A_GPU_that_is_not_there_is_named_with_what_to_do()
    {
        var check = Assert.Single(Checks("device: cuda:99\nmethods: { lft: {} }", long.MaxValue));
        var error = await Assert.ThrowsAsync<InvalidDataException>(() => check.RunAsync(TestContext.Current.CancellationToken));

        Assert.Equal("device", check.Subject);
        Assert.Contains("Device cuda:99 is not there", error.Message, StringComparison.Ordinal);
        Assert.Contains("'device: cpu'", error.Message, StringComparison.Ordinal);
        Assert.Contains("docs/gpu.md", error.Message, StringComparison.Ordinal);
        Assert.Contains("fine-tune/lft.d", check.ProvedBy);
        Assert.DoesNotContain("ingest/d", check.ProvedBy);
    }

    [Theory]
    [InlineData(16 * Parameters, true)]
    [InlineData((16 * Parameters) - 1, false)]
    public async Task Training_all_parameters_needs_room_for_weights_gradients_and_moments(long memory, bool fits)
    {
        var check = Assert.Single(Checks("device: cpu\nmethods: { lft: {}, sft: { type: full } }", memory));
        var error = await Record.ExceptionAsync(() => check.RunAsync(TestContext.Current.CancellationToken));

        Assert.Equal(("memory", "fine-tune/sft.d"), (check.Subject, check.ProvedBy.Single()));
        Assert.Equal(fits, error is null);
        if (!fits)
        {
            Assert.Contains(
                "training all of 2,422,848 parameters takes 0.039 GB and more, of 0.039 GB",
                error!.Message,
                StringComparison.Ordinal
            );
            Assert.Contains("type lora", error.Message, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task A_base_that_is_made_needs_the_same_room()
    {
        const string Yaml =
            "run: p\ndatasets: { d: { path: rows.jsonl } }\npretrain: { datasets: [d], model: { hidden_size: 16384, heads: 64, key_value_heads: 8 } }\n";
        _folder.Write("rows.jsonl", "{}");
        var configuration = ConfigurationLoader.Load(_folder.Write("pretrain.yaml", Yaml), typeof(PipelineSettings), []);
        var check = Assert.Single(
            MachineChecks.List(configuration.As<PipelineSettings>(), new Catalogue().Build(configuration), 6L << 30),
            check => check.Subject == "memory"
        );
        var error = await Assert.ThrowsAsync<InvalidDataException>(() => check.RunAsync(TestContext.Current.CancellationToken));

        Assert.Equal("pretrain", check.ProvedBy.Single());
        Assert.Contains("pretrain.model (vocabulary, hidden_size", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Adapters_on_the_processor_ask_for_nothing() => Assert.Empty(Checks("device: cpu\nmethods: { lft: {} }", 1));

    public void Dispose() => _folder.Dispose();

    private List<InputCheck> Checks(string yaml, long memory)
    {
        _folder.Write("rows.jsonl", "{}");
        var configuration = ConfigurationLoader.Load(
            _folder.Write(
                "test.yaml",
                $"model: {Repository.PathOf("data", "base")}\ndatasets: {{ d: {{ path: rows.jsonl }} }}\nprompts: {{ path: "
                    + $"rows.jsonl }}\n{yaml}\n"
            ),
            typeof(PipelineSettings),
            []
        );
        return MachineChecks.List(configuration.As<PipelineSettings>(), new Catalogue().Build(configuration), memory).ToList();
    }
}
