using Pipeline.Modeling.Models;
using Pipeline.Tests.Support;
using static TorchSharp.torch;

namespace Pipeline.Tests.Modeling.Models;

/// <summary>Adapters in PEFT's form, for every family.</summary>
public sealed class LoraAdapterTests
{
    [Theory]
    [MemberData(nameof(GoldenModels.Families), MemberType = typeof(GoldenModels))]
    public void A_trained_adapter_of_peft_gives_its_logits(string family)
    {
        using var model = GoldenModels.Load(family);
        using var adapter = AdapterFile.Load(Path.Combine(GoldenModels.Folder(family), "lora_trained"), model);
        using var golden = GoldenModels.Open(family, "trained_golden.safetensors");
        using var scope = NewDisposeScope();
        using var quiet = no_grad();

        var logits = model.Logits(model.Hidden(GoldenModels.Ids(golden, "input_ids"), adapter: adapter));

        GoldenModels.Close(logits, golden.Read("lora_logits"), 1e-4);
    }

    [Theory]
    [MemberData(nameof(GoldenModels.Families), MemberType = typeof(GoldenModels))]
    public void A_fresh_adapter_of_peft_changes_nothing(string family)
    {
        using var model = GoldenModels.Load(family);
        using var adapter = AdapterFile.Load(Path.Combine(GoldenModels.Folder(family), "lora_init"), model);
        using var scope = NewDisposeScope();
        using var quiet = no_grad();
        var ids = arange(4, 24, ScalarType.Int64).unsqueeze(0);

        Assert.True(model.Hidden(ids).eq(model.Hidden(ids, adapter: adapter)).all().item<bool>());
    }

    [Theory]
    [MemberData(nameof(GoldenModels.Families), MemberType = typeof(GoldenModels))]
    public void An_adapter_written_here_has_the_names_and_shapes_of_peft_and_reads_back_the_same(string family)
    {
        using var model = GoldenModels.Load(family);
        using var peft = AdapterFile.Load(Path.Combine(GoldenModels.Folder(family), "lora_init"), model);
        using var adapter = LoraAdapter.Create(model, peft.Shape, seed: 3);
        using var folder = new TemporaryFolder();

        AdapterFile.Save(folder.Root, adapter, model);
        using var read = AdapterFile.Load(folder.Root, model);

        using var written = Pipeline.Modeling.Weights.SafetensorsFile.Open(Path.Combine(folder.Root, AdapterFile.WeightsName));
        using var reference = GoldenModels.Open(family, Path.Combine("lora_init", AdapterFile.WeightsName));
        Assert.Equal(Described(reference), Described(written));
        Assert.Equal(adapter.Layers.Keys, read.Layers.Keys);
        Assert.All(adapter.Layers, layer => Assert.True(layer.Value.A.eq(read.Layers[layer.Key].A).all().item<bool>()));
    }

    [Fact]
    public void A_target_that_fits_no_layer_is_an_error_that_lists_what_exists()
    {
        using var model = GoldenModels.Load("llama3");

        var error = Assert.Throws<InvalidDataException>(() => LoraAdapter.Create(model, new LoraShape(4, 8, ["query"]), seed: 3));

        Assert.Contains("down_proj, gate_proj, k_proj, o_proj, q_proj, up_proj, v_proj", error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("\"all-linear\"", 12)]
    [InlineData("[\"c_proj\"]", 6)]
    [InlineData("[\"attn.c_proj\"]", 3)]
    [InlineData("[\"transformer.h.1.mlp.c_fc\", \"c_attn\"]", 4)]
    [InlineData("\"transformer\\\\.h\\\\.[02]\\\\.mlp\\\\..*\"", 4)]
    public void Targets_are_matched_as_peft_matches_them(string targets, int layers)
    {
        using var model = GoldenModels.Load("gpt2");
        using var folder = new TemporaryFolder();
        var path = Path.Combine(folder.Root, AdapterFile.ConfigurationName);
        File.WriteAllText(path, $$"""{ "peft_type": "LORA", "r": 2, "target_modules": {{targets}} }""");

        var shape = AdapterConfiguration.Read(path, model.LinearLayers);

        Assert.Equal(layers, model.LinearLayers.Count(layer => shape.Adapts(layer.Path)));
    }

    [Theory]
    [InlineData("\"use_dora\": true", "use_dora is true")]
    [InlineData("\"rank_pattern\": { \"q_proj\": 0 }", "rank_pattern.q_proj is 0")]
    [InlineData(
        "\"alpha_pattern\": { \"(q_proj\": 4 }",
        "The LoRA pattern '(q_proj' is no regular expression that is supported: insufficient closing parentheses at character"
    )]
    [InlineData("\"target_modules\": \"q_proj(?=x)\"", "target_modules is the pattern 'q_proj(?=x)' (it looks ahead, behind or")]
    [InlineData("\"modules_to_save\": [\"lm_head\"]", "modules_to_save is")]
    [InlineData("\"bias\": \"all\"", "bias is \"all\"")]
    public void What_an_adapter_asks_for_beyond_this_is_refused_by_name(string setting, string message)
    {
        using var model = GoldenModels.Load("llama3");
        using var folder = new TemporaryFolder();
        var path = Path.Combine(folder.Root, AdapterFile.ConfigurationName);
        File.WriteAllText(path, $$"""{ "peft_type": "LORA", "r": 2, "target_modules": ["q_proj"], {{setting}} }""");

        var error = Assert.Throws<InvalidDataException>(() => AdapterConfiguration.Read(path, model.LinearLayers));

        Assert.Contains(message, error.Message, StringComparison.Ordinal);
    }

    private static List<string> Described(Pipeline.Modeling.Weights.SafetensorsFile file) =>
        file
            .Entries.Values.Select(entry => $"{entry.Name} {entry.Type} [{string.Join(", ", entry.Shape)}]")
            .Order(StringComparer.Ordinal)
            .ToList();
}
