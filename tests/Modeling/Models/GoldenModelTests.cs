using Pipeline.Modeling.Models;
using Pipeline.Modeling.Weights;
using Pipeline.Tests.Support;
using static TorchSharp.torch;

namespace Pipeline.Tests.Modeling.Models;

/// <summary>Our decoder against transformers on the same weights and tokens.</summary>
public sealed class GoldenModelTests
{
    private const double Tolerance = 1e-4;

    [Theory]
    [InlineData("llama2")]
    [InlineData("llama3")]
    public void Logits_and_hidden_states_agree_at_every_token(string family)
    {
        using var model = Load(family);
        using var golden = Golden(family, "golden.safetensors");
        using var scope = NewDisposeScope();
        using var quiet = no_grad();
        var mask = golden.Read("attention_mask").to(ScalarType.Int64);

        var hidden = model.Hidden(golden.Read("input_ids").to(ScalarType.Int64), mask);
        var logits = model.Logits(hidden);

        var real = mask.unsqueeze(-1);
        Assert.InRange(((hidden - golden.Read("hidden_last")) * real).abs().max().item<float>(), 0, Tolerance);
        Assert.InRange(((logits - golden.Read("logits")) * real).abs().max().item<float>(), 0, Tolerance);
    }

    [Theory]
    [InlineData("llama2")]
    [InlineData("llama3")]
    public void Greedy_decoding_with_a_cache_gives_the_same_ids(string family)
    {
        using var model = Load(family);
        using var golden = Golden(family, "golden.safetensors");
        using var scope = NewDisposeScope();
        using var quiet = no_grad();
        var prompt = golden.Read("greedy_prompt").to(ScalarType.Int64);
        var expected = golden.Read("greedy_ids").to(ScalarType.Int64);

        using var cache = new KeyValueCache(model.Configuration, (int)prompt.shape[0], (int)expected.shape[1]);
        var ids = prompt;
        var next = prompt;
        while (ids.shape[1] < expected.shape[1])
        {
            var hidden = model.Hidden(next, cache: cache);
            next = model.Logits(hidden.narrow(1, hidden.shape[1] - 1, 1)).argmax(-1);
            ids = cat([ids, next], 1);
        }

        Assert.Equal(expected.data<long>().ToArray(), ids.data<long>().ToArray());
    }

    [Fact]
    public void An_adapter_written_here_reads_back_the_same()
    {
        using var model = Load("llama3");
        using var adapter = LoraAdapter.Create(model, new LoraShape(4, 8, ["q_proj", "v_proj"]), seed: 3);
        using var folder = new TemporaryFolder();

        AdapterFile.Save(folder.Root, adapter);
        using var read = AdapterFile.Load(folder.Root, model);

        Assert.Equal(adapter.Layers.Keys, read.Layers.Keys);
        Assert.All(adapter.Layers, layer => Assert.True(layer.Value.A.eq(read.Layers[layer.Key].A).all().item<bool>()));
    }

    [Fact]
    public void A_target_that_fits_no_layer_is_an_error_that_lists_what_exists()
    {
        using var model = Load("llama3");

        var error = Assert.Throws<InvalidDataException>(() => LoraAdapter.Create(model, new LoraShape(4, 8, ["query"]), seed: 3));

        Assert.Contains("down_proj, gate_proj, k_proj, o_proj, q_proj, up_proj, v_proj", error.Message, StringComparison.Ordinal);
    }

    internal static CausalLanguageModel Load(string family) => CausalLanguageModel.Load(Repository.PathOf("tests", "Goldens", "models", family));

    internal static SafetensorsFile Golden(string family, string file) =>
        SafetensorsFile.Open(Repository.PathOf("tests", "Goldens", "models", family, file));
}
