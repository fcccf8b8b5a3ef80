using System.Text.Json;
using Pipeline.Modeling.Tokenization;
using Pipeline.Tests.Support;

namespace Pipeline.Tests.Modeling.Tokenization;

/// <summary>The reference tokenizers and what they make of texts.</summary>
internal static class GoldenTokenizer
{
    public static readonly string[] ByteLevel = ["gpt2", "gpt_neox", "phi", "qwen2", "llama3"];

    public static readonly string[] All = [.. ByteLevel, "llama2", "mistral_v3", "unigram", "bert"];

    public static string Folder(string layout) => Repository.PathOf($"tests/Goldens/tokenizers/{layout}");

    public static ITokenizer Load(string layout) => TokenizerFile.Load(Folder(layout));

    public static IEnumerable<GoldenCase> Cases(string layout, string file) =>
        File.ReadLines(Path.Combine(Folder(layout), file))
            .Select(line => JsonSerializer.Deserialize<GoldenCase>(line, JsonSerializerOptions.Web)!);
}
