using Pipeline.Modeling.Models;
using Pipeline.Modeling.Weights;
using Pipeline.Tests.Support;
using static TorchSharp.torch;

namespace Pipeline.Tests.Modeling.Models;

/// <summary>The reference checkpoints and what transformers computes from them.</summary>
internal static class GoldenModels
{
    /// <summary>The folders, one for each family, and two for Llama.</summary>
    public static readonly string[] All =
    [
        "gemma",
        "gemma2",
        "gpt2",
        "gpt_neox",
        "llama2",
        "llama3",
        "mistral",
        "olmo2",
        "phi",
        "phi3",
        "qwen2",
        "qwen3",
        "smollm3",
    ];

    /// <summary>Families that were added after the first thirteen folders, for which training was not recorded.</summary>
    public static readonly string[] Added = ["starcoder2"];

    /// <summary>The folders of scaled rotary embeddings.</summary>
    public static readonly string[] Scaled = ["rope_dynamic", "rope_linear", "rope_longrope", "rope_yarn"];

    /// <summary>Folders with adapters and training curves.</summary>
    public static TheoryData<string> Families => [.. All];

    public static TheoryData<string> Forward => [.. All, .. Added];

    public static TheoryData<string> Scalings => [.. Scaled];

    public static TheoryData<string> Everything => [.. All, .. Added, .. Scaled];

    public static string Folder(string family) => Repository.PathOf("tests", "Goldens", "models", family);

    public static CausalLanguageModel Load(string family) =>
        CausalLanguageModel.Load(Folder(family), cancellation: TestContext.Current.CancellationToken);

    public static SafetensorsFile Open(string family, string file = "golden.safetensors") =>
        SafetensorsFile.Open(Path.Combine(Folder(family), file));

    /// <summary>Token ids or a mask.</summary>
    public static Tensor Ids(SafetensorsFile file, string name) => file.Read(name).to(ScalarType.Int64);

    /// <summary>Asserts the largest absolute difference.</summary>
    public static void Close(Tensor actual, Tensor expected, double tolerance) =>
        Assert.InRange((actual - expected).abs().max().item<float>(), 0, tolerance);
}
