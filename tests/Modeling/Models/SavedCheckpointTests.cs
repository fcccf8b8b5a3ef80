using System.Text.Json.Nodes;
using Pipeline.Modeling.Models;
using Pipeline.Modeling.Weights;
using Pipeline.Tests.Support;
using static TorchSharp.torch;

namespace Pipeline.Tests.Modeling.Models;

/// <summary>Checkpoints written here against those that transformers wrote.</summary>
public sealed class SavedCheckpointTests
{
    [Theory]
    [MemberData(nameof(GoldenModels.Everything), MemberType = typeof(GoldenModels))]
    public void A_saved_model_has_the_names_and_shapes_that_transformers_writes_and_the_same_weights(string family)
    {
        using var model = GoldenModels.Load(family);
        using var folder = new TemporaryFolder();

        CheckpointWriter.SaveLike(folder.Root, model, GoldenModels.Folder(family), ScalarType.Float32);

        using var written = CheckpointFiles.Open(folder.Root);
        using var reference = CheckpointFiles.Open(GoldenModels.Folder(family));
        Assert.Equal(Described(reference), Described(written));
        Assert.All(
            reference.Names,
            name =>
            {
                using var scope = NewDisposeScope();
                Assert.Equal(
                    reference.Read(name, ScalarType.Float32, TestContext.Current.CancellationToken).bytes.ToArray(),
                    written.Read(name, ScalarType.Float32, TestContext.Current.CancellationToken).bytes.ToArray()
                );
            }
        );
        Assert.Equal(model.Configuration.Layers, ModelConfiguration.Read(folder.Root).Layers);
    }

    [Fact]
    public void Saving_in_bfloat16_halves_the_weights_and_says_so()
    {
        using var model = GoldenModels.Load("llama3");
        using var folder = new TemporaryFolder();

        CheckpointWriter.SaveLike(folder.Root, model, GoldenModels.Folder("llama3"), ScalarType.BFloat16);

        using var written = CheckpointFiles.Open(folder.Root);
        Assert.All(written.Names, name => Assert.Equal(ScalarType.BFloat16, written.EntryOf(name).Type));
        Assert.Contains("\"dtype\": \"bfloat16\"", File.ReadAllText(folder.PathOf(ModelConfiguration.FileName)), StringComparison.Ordinal);
    }

    [Fact]
    public void What_the_model_needs_elsewhere_goes_along_and_counts_as_its_content()
    {
        using var source = new TemporaryFolder();
        using var target = new TemporaryFolder();
        foreach (var file in Directory.EnumerateFiles(GoldenModels.Folder("llama3")))
        {
            File.Copy(file, source.PathOf(Path.GetFileName(file)));
        }

        string[] companions =
        [
            "added_tokens.json",
            "chat_template.jinja",
            "generation_config.json",
            "merges.txt",
            "special_tokens_map.json",
            "tokenizer.model",
            "tokenizer_config.json",
            "vocab.json",
        ];
        foreach (var name in companions.Concat(["README.md", "training_args.bin"]))
        {
            File.WriteAllText(source.PathOf(name), name);
        }

        using var model = CausalLanguageModel.Load(source.Root, cancellation: TestContext.Current.CancellationToken);
        CheckpointWriter.SaveLike(target.Root, model, source.Root, ScalarType.Float32);

        Assert.All(companions, name => Assert.Equal(name, File.ReadAllText(target.PathOf(name))));
        Assert.All(companions, name => Assert.Contains(name, CheckpointWriter.Patterns));
        Assert.False(File.Exists(target.PathOf("README.md")) || File.Exists(target.PathOf("training_args.bin")));
    }

    /// <summary>What the model was tuned to end its answers with is beside what ended its texts before.</summary>
    [Theory]
    [InlineData("2", "2", "[2,7]", "[2,7]")]
    [InlineData("[2,7]", "[7,3]", "[2,7]", "[7,3]")]
    [InlineData("null", "[]", "7", "7")]
    [InlineData("7", null, "7", null)]
    public void A_tuned_model_stops_elsewhere_too(string configured, string? generation, string expected, string? expectedGeneration)
    {
        using var source = new TemporaryFolder();
        using var target = new TemporaryFolder();
        File.Copy(Path.Combine(GoldenModels.Folder("qwen2"), "model.safetensors"), source.PathOf("model.safetensors"));
        var json = JsonNode.Parse(File.ReadAllBytes(Path.Combine(GoldenModels.Folder("qwen2"), ModelConfiguration.FileName)))!;
        json["eos_token_id"] = JsonNode.Parse(configured);
        source.Write(ModelConfiguration.FileName, json.ToJsonString());
        if (generation is not null)
        {
            source.Write("generation_config.json", $"{{ \"temperature\": 0.5, \"eos_token_id\": {generation} }}");
        }

        using var model = CausalLanguageModel.Load(source.Root, cancellation: TestContext.Current.CancellationToken);
        CheckpointWriter.SaveLike(target.Root, model, source.Root, ScalarType.Float32, [7]);

        Assert.Equal(expected, EndOf(target.PathOf(ModelConfiguration.FileName)));
        Assert.Equal(expectedGeneration, EndOf(target.PathOf("generation_config.json")));
        Assert.True(
            generation is null || File.ReadAllText(target.PathOf("generation_config.json")).Contains("0.5", StringComparison.Ordinal)
        );
    }

    private static string? EndOf(string path) =>
        File.Exists(path) ? JsonNode.Parse(File.ReadAllBytes(path))!["eos_token_id"]!.ToJsonString() : null;

    private static List<string> Described(CheckpointFiles files) =>
        files
            .Names.Order(StringComparer.Ordinal)
            .Select(name => $"{name} {files.EntryOf(name).Type} [{string.Join(", ", files.EntryOf(name).Shape)}]")
            .ToList();
}
