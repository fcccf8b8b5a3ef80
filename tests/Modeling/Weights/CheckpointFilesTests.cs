using Pipeline.Modeling.Native;
using Pipeline.Modeling.Weights;
using Pipeline.Tests.Support;
using static TorchSharp.torch;

namespace Pipeline.Tests.Modeling.Weights;

/// <summary>Finding the weights of a folder: one file, shards by an index, and what is refused.</summary>
public sealed class CheckpointFilesTests : IDisposable
{
    private const string Index = "model.safetensors.index.json";

    private readonly TemporaryFolder _folder = new();

    public CheckpointFilesTests()
    {
        NativeTorch.Load();
        Shard("one.safetensors", "a");
        Shard("two.safetensors", "b", "c");
    }

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Shards_are_read_as_the_index_places_them()
    {
        Write("""{"weight_map":{"a":"one.safetensors","b":"two.safetensors","c":"two.safetensors"}}""");

        using var files = CheckpointFiles.Open(_folder.Root);

        Assert.Equal(["a", "b", "c"], files.Names.Order(StringComparer.Ordinal));
        Assert.Equal(1, files.Read("b", ScalarType.Float32, TestContext.Current.CancellationToken).sum().item<float>());
        Assert.True(files.AreSame("a", "c"));
    }

    [Theory]
    [InlineData("""{"weight_map":{"a":"../one.safetensors"}}""", "is not a plain file name")]
    [InlineData("""{"weight_map":{"a":"/etc/passwd"}}""", "is not a plain file name")]
    [InlineData("""{"weight_map":{"a":""}}""", "is not a plain file name")]
    [InlineData("""{"weight_map":{"a":".."}}""", "is not a plain file name")]
    [InlineData("""{"weight_map":{"a":null}}""", "is not a plain file name")]
    [InlineData("""{"weight_map":{"a":"three.safetensors"}}""", "which is missing")]
    [InlineData(
        """{"weight_map":{"a":"one.safetensors","x":"one.safetensors"}}""",
        "places tensor 'x' in 'one.safetensors', which does not hold it"
    )]
    [InlineData("""{"weight_map":{"b":"two.safetensors"}}""", "does not place tensor 'c' in 'two.safetensors', which holds it")]
    [InlineData("""{"weight_map":{"a":1}}""", "tensor 'a' lies in Number; expected an object 'weight_map'")]
    [InlineData("""{"weight_map":[]}""", "expected an object 'weight_map'")]
    [InlineData("""{}""", "expected an object 'weight_map'")]
    [InlineData("""[]""", "expected an object 'weight_map'")]
    [InlineData("""{""", "in line 1, byte 1, found the end, expected a name in double quotes, or '}'; expected an object 'weight_map'")]
    [InlineData("""{"weight_map":{"\ud800":"one.safetensors"}}""", "half a surrogate pair")]
    [InlineData("""{"weight_map":{"a":"one.safetensors","a":"two.safetensors"}}""", "'a' is there twice; expected an object 'weight_map'")]
    [InlineData("""{"weight_map":{}}""", "places no tensor")]
    public void An_index_that_lies_is_refused(string index, string message)
    {
        Write(index);

        var error = Assert.Throws<InvalidDataException>(() => CheckpointFiles.Open(_folder.Root));

        Assert.Contains(message, error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_tensor_in_two_shards_is_refused()
    {
        Shard("three.safetensors", "a");
        Write("""{"weight_map":{"a":"one.safetensors","b":"two.safetensors","c":"two.safetensors","x":"three.safetensors"}}""");

        Assert.Throws<InvalidDataException>(() => CheckpointFiles.Open(_folder.Root));
    }

    [Fact]
    public void A_folder_with_a_pickle_alone_is_refused_with_the_way_to_convert_it()
    {
        File.WriteAllBytes(Path.Combine(_folder.Root, "pytorch_model-00001-of-00002.bin"), [0]);

        var error = Assert.Throws<InvalidDataException>(() => CheckpointFiles.Open(_folder.Root));

        Assert.Contains("pytorch_model-00001-of-00002.bin", error.Message, StringComparison.Ordinal);
        Assert.Contains("save_pretrained", error.Message, StringComparison.Ordinal);
    }

    private void Write(string index) => File.WriteAllText(Path.Combine(_folder.Root, Index), index);

    private void Shard(string name, params string[] tensors) =>
        SafetensorsWriter.Write(
            Path.Combine(_folder.Root, name),
            tensors.ToDictionary(tensor => tensor, tensor => tensor == "b" ? ones(1) : zeros(2))
        );
}
