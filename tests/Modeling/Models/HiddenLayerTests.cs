using System.Text.Json.Nodes;
using Pipeline.Modeling.Models;
using Pipeline.Modeling.Native;
using Pipeline.Modeling.Weights;
using Pipeline.Tests.Support;
using static TorchSharp.torch;

namespace Pipeline.Tests.Modeling.Models;

/// <summary>The hidden states of a layer that is not the last.</summary>
public sealed class HiddenLayerTests
{
    private const string Family = "llama3";

    static HiddenLayerTests() => NativeTorch.Load();

    [Fact]
    public void A_layers_states_are_those_of_a_model_that_ends_there_before_its_final_norm()
    {
        using var folder = new TemporaryFolder();
        using var scope = NewDisposeScope();
        using var quiet = no_grad();
        CutToOneLayer(folder);
        using var whole = GoldenModels.Load(Family);
        using var cut = CausalLanguageModel.Load(folder.Root, cancellation: TestContext.Current.CancellationToken);
        int[][] rows =
        [
            [1, 5, 9, 2],
            [7, 3],
        ];

        var states = whole.Hidden(rows, layer: 1);

        // Normalised by the root mean square, as the other model does at its end.
        var gain = cut.Weights["model.norm.weight"];
        var normed = states * (states.square().mean([-1], true) + cut.Configuration.NormEpsilon).rsqrt() * gain;
        GoldenModels.Close(normed, cut.Hidden(rows), 1e-5);
        Assert.True((states - whole.Hidden(rows)).abs().max().item<float>() > 1e-2);
    }

    [Fact]
    public void The_last_layers_states_are_those_after_the_final_norm()
    {
        using var scope = NewDisposeScope();
        using var quiet = no_grad();
        using var model = GoldenModels.Load(Family);
        int[][] rows =
        [
            [1, 5, 9, 2],
            [7, 3],
        ];

        Assert.True(model.Hidden(rows, layer: model.Configuration.Layers).equal(model.Hidden(rows)).all().item<bool>());
    }

    [Theory]
    [InlineData(0)]
    [InlineData(100)]
    public void A_layer_that_is_not_there_is_refused(int layer)
    {
        using var model = GoldenModels.Load(Family);

        var error = Assert.Throws<InvalidDataException>(() =>
            model.Hidden(
                [
                    [1, 2],
                ],
                layer: layer
            )
        );

        Assert.Contains(
            $"layer is {layer}, expected a number from 1 to {model.Configuration.Layers}",
            error.Message,
            StringComparison.Ordinal
        );
    }

    private static void CutToOneLayer(TemporaryFolder folder)
    {
        var json = JsonNode.Parse(File.ReadAllText(Path.Combine(GoldenModels.Folder(Family), "config.json")))!.AsObject();
        json["num_hidden_layers"] = 1;
        folder.Write("config.json", json.ToJsonString());
        using var file = GoldenModels.Open(Family, "model.safetensors");
        SafetensorsWriter.Write(
            folder.PathOf("model.safetensors"),
            new SortedDictionary<string, Tensor>(
                file.Entries.Keys.Where(name =>
                        !name.Contains(".layers.", StringComparison.Ordinal) || name.Contains(".layers.0.", StringComparison.Ordinal)
                    )
                    .ToDictionary(name => name, file.Read),
                StringComparer.Ordinal
            ),
            ScalarType.Float32
        );
    }
}
