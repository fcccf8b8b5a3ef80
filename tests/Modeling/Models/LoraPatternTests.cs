using Pipeline.Modeling.Models;
using Pipeline.Modeling.Weights;
using Pipeline.Tests.Support;
using static TorchSharp.torch;

namespace Pipeline.Tests.Modeling.Models;

/// <summary>
/// Adapters of PEFT on every linear layer, with ranks and alphas by pattern and scales by the root of the rank: rank 4, alpha 6, weights
/// drawn with deviation 0.05, saved with their logits.
/// </summary>
public sealed class LoraPatternTests
{
    [Theory]
    [InlineData("llama3")]
    [InlineData("gpt2")]
    public void Logits_are_those_of_peft(string family)
    {
        using var model = GoldenModels.Load(family);
        using var adapter = AdapterFile.Load(Folder(family), model);
        using var golden = SafetensorsFile.Open(Path.Combine(Folder(family), "golden.safetensors"));
        using var scope = NewDisposeScope();
        using var quiet = no_grad();

        Assert.Equal(model.LinearLayers.Select(layer => layer.Path), adapter.Layers.Keys);
        GoldenModels.Close(
            model.Logits(model.Hidden(GoldenModels.Ids(golden, "input_ids"), adapter: adapter)),
            golden.Read("logits"),
            1e-4
        );
    }

    [Theory]
    [InlineData("llama3")]
    [InlineData("gpt2")]
    public void A_merged_model_computes_what_model_and_adapter_do(string family)
    {
        using var model = GoldenModels.Load(family);
        using var adapter = AdapterFile.Load(Folder(family), model);
        using var golden = SafetensorsFile.Open(Path.Combine(Folder(family), "golden.safetensors"));
        using var scope = NewDisposeScope();
        using var quiet = no_grad();
        AdapterMerge.Apply(model, adapter);

        GoldenModels.Close(model.Logits(model.Hidden(GoldenModels.Ids(golden, "input_ids"))), golden.Read("logits"), 1e-4);
    }

    [Theory]
    [InlineData("llama3")]
    [InlineData("gpt2")]
    public void What_is_written_has_the_settings_and_tensors_of_peft(string family)
    {
        using var model = GoldenModels.Load(family);
        using var adapter = AdapterFile.Load(Folder(family), model);
        using var fresh = LoraAdapter.Create(model, adapter.Shape with { Targets = [LoraShape.AllLinear] }, seed: 1);
        using var folder = new TemporaryFolder();
        AdapterFile.Save(folder.Root, fresh, model);
        using var written = SafetensorsFile.Open(folder.PathOf(AdapterFile.WeightsName));
        using var reference = SafetensorsFile.Open(Path.Combine(Folder(family), AdapterFile.WeightsName));
        var shape = AdapterConfiguration.Read(folder.PathOf(AdapterFile.ConfigurationName), model.LinearLayers);

        Assert.Equal(
            reference.Entries.ToDictionary(entry => entry.Key, entry => string.Join("x", entry.Value.Shape)),
            written.Entries.ToDictionary(entry => entry.Key, entry => string.Join("x", entry.Value.Shape))
        );
        Assert.All(
            model.LinearLayers,
            layer =>
                Assert.Equal(
                    (adapter.Shape.RankOf(layer.Path), adapter.Shape.ScaleOf(layer.Path)),
                    (shape.RankOf(layer.Path), shape.ScaleOf(layer.Path))
                )
        );
    }

    [Theory]
    [InlineData("missing", "tensor 'base_model.model.model.layers.0.mlp.down_proj.lora_A.weight' is missing")]
    [InlineData("extra", "tensor 'base_model.model.other.lora_A.weight' belongs to no targeted layer")]
    [InlineData("shape", "has shape [9, 9], expected")]
    public void A_file_that_does_not_fit_exactly_is_refused(string damage, string expected)
    {
        using var folder = new TemporaryFolder();
        using var model = GoldenModels.Load("llama3");
        using var scope = NewDisposeScope();
        using (var reference = SafetensorsFile.Open(Path.Combine(Folder("llama3"), AdapterFile.WeightsName)))
        {
            var tensors = reference.Entries.Keys.ToDictionary(name => name, reference.Read);
            const string First = "base_model.model.model.layers.0.mlp.down_proj.lora_A.weight";
            if (damage == "missing")
            {
                tensors.Remove(First);
            }
            else
            {
                tensors[damage == "extra" ? "base_model.model.other.lora_A.weight" : First] = zeros(9, 9);
            }

            SafetensorsWriter.Write(folder.PathOf(AdapterFile.WeightsName), tensors);
        }

        File.Copy(Path.Combine(Folder("llama3"), AdapterFile.ConfigurationName), folder.PathOf(AdapterFile.ConfigurationName));
        var error = Assert.Throws<InvalidDataException>(() => AdapterFile.Load(folder.Root, model));

        Assert.Contains(expected, error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_pattern_that_fits_no_adapted_layer_is_refused()
    {
        using var model = GoldenModels.Load("llama3");
        var shape = new LoraShape(4, 8, ["q_proj"]) { RankPattern = new Dictionary<string, int> { ["v_proj"] = 2 } };

        Assert.Contains(
            "'v_proj' fits no adapted layer",
            Assert.Throws<InvalidDataException>(() => LoraAdapter.Create(model, shape, 1)).Message,
            StringComparison.Ordinal
        );
    }

    private static string Folder(string family) => Repository.PathOf("tests", "Goldens", "lora", family + "_patterns");
}
