using System.Text.Json;
using System.Text.Json.Nodes;
using Pipeline.Modeling.Models;
using Pipeline.Tests.Modeling.Weights;
using Pipeline.Tests.Support;
using static TorchSharp.torch;

namespace Pipeline.Tests.Modeling.Models.Families;

/// <summary>Folders with the key lists and configurations of published models, at a tiny size: they load, and nothing else does.</summary>
public sealed class PublishedFolderTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public static TheoryData<string> Published =>
        [
            .. Directory
                .EnumerateFiles(Repository.PathOf("tests", "Goldens", "published"), "*.json")
                .Select(path => Path.GetFileNameWithoutExtension(path))
                .Order(StringComparer.Ordinal),
        ];

    public void Dispose() => _folder.Dispose();

    [Theory]
    [MemberData(nameof(Published))]
    public void A_published_folder_loads_with_all_that_it_carries(string name)
    {
        Write(name, _ => { });

        CausalLanguageModel.Check(_folder.Root);
        using var model = CausalLanguageModel.Load(_folder.Root, cancellation: TestContext.Current.CancellationToken);

        using var scope = NewDisposeScope();
        using var quiet = no_grad();
        var logits = model.Logits(model.Hidden(arange(8, ScalarType.Int64).unsqueeze(0)));
        Assert.Equal([1L, 8, 32], logits.shape);
        Assert.True(logits.isfinite().all().item<bool>());
    }

    [Theory]
    [MemberData(nameof(Published))]
    public void A_weight_that_is_missing_misshaped_or_unknown_is_an_error_that_names_it(string name)
    {
        var weight = "";
        Write(name, tensors => tensors.Remove(weight = Weight(tensors)));
        Refused($"tensor '{weight}' is missing");

        Write(name, tensors => tensors[weight]!["shape"] = new JsonArray(17, 3));
        Refused($"tensor '{weight}' has shape [17, 3], expected [");

        Write(name, tensors => tensors[weight]!["dtype"] = "I32");
        Refused($"tensor '{weight}' is of type Int32");

        Write(name, tensors => tensors[weight + "_scale"] = JsonNode.Parse("""{"dtype":"F32","shape":[1]}"""));
        Refused($"tensor '{weight}_scale' belongs to no layer");
    }

    [Fact]
    public void A_buffer_of_a_layer_that_is_not_there_is_an_error()
    {
        Write("gpt2", tensors => tensors["h.2.attn.bias"] = JsonNode.Parse("""{"dtype":"F32","shape":[1]}"""));

        Refused("tensor 'h.2.attn.bias' belongs to no layer");
    }

    [Fact]
    public void An_output_layer_that_is_not_the_embedding_it_is_tied_to_is_an_error()
    {
        Write("qwen3", _ => { });
        var path = _folder.PathOf("model.safetensors");
        var bytes = File.ReadAllBytes(path);
        bytes[^1] ^= 1;
        bytes[8 + (int)BitConverter.ToUInt64(bytes)] ^= 1;
        File.WriteAllBytes(path, bytes);

        var error = Assert.Throws<InvalidDataException>(() =>
            CausalLanguageModel.Load(_folder.Root, cancellation: TestContext.Current.CancellationToken)
        );

        Assert.Contains("'lm_head.weight' differs from 'model.embed_tokens.weight'", error.Message, StringComparison.Ordinal);
    }

    private static string Weight(JsonObject tensors) =>
        tensors
            .Select(entry => entry.Key)
            .First(key =>
                key.EndsWith("1.mlp.down_proj.weight", StringComparison.Ordinal)
                || key.EndsWith("1.mlp.dense_4h_to_h.weight", StringComparison.Ordinal)
                || key.EndsWith("1.mlp.fc2.weight", StringComparison.Ordinal)
                || key.EndsWith("1.mlp.c_proj.weight", StringComparison.Ordinal)
            );

    private void Refused(string message)
    {
        var error = Assert.Throws<InvalidDataException>(() => CausalLanguageModel.Check(_folder.Root));
        Assert.Contains(message, error.Message, StringComparison.Ordinal);
        Assert.Contains(_folder.Root, error.Message, StringComparison.Ordinal);
    }

    private void Write(string name, Action<JsonObject> change)
    {
        var published = JsonNode.Parse(File.ReadAllText(Repository.PathOf("tests", "Goldens", "published", name + ".json")))!;
        _folder.Write(ModelConfiguration.FileName, published["config"]!.ToJsonString());
        var tensors = published["tensors"]!.AsObject();
        change(tensors);
        var offset = 0;
        foreach (var (_, tensor) in tensors)
        {
            var elements = tensor!["shape"]!.AsArray().Aggregate(1, (product, size) => product * (int)size!);
            var bytes =
                elements
                * (
                    (string)tensor["dtype"]! switch
                    {
                        "F32" or "I32" => 4,
                        "U8" or "BOOL" => 1,
                        _ => 2,
                    }
                );
            tensor["data_offsets"] = new JsonArray(offset, offset += bytes);
        }

        SafetensorsImage.Write(_folder.Root, tensors.ToJsonString(new JsonSerializerOptions()), offset, fill: 0);
    }
}
