using System.IO.Compression;
using System.Reflection;
using System.Text.Json;

namespace Pipeline.Benchmarks;

/// <summary>The shipped Alpaca rows as texts.</summary>
internal static class AlpacaTexts
{
    private static readonly string[] _keys = ["instruction", "input", "output"];

    public static IReadOnlyList<string> Read()
    {
        var root = typeof(AlpacaTexts).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>().Single(entry => entry.Key == "RepositoryRoot").Value!;
        using var reader = new StreamReader(new GZipStream(File.OpenRead(Path.Combine(root, "examples/data/alpaca-13k.jsonl.gz")), CompressionMode.Decompress));
        var texts = new List<string>();
        while (reader.ReadLine() is { } line)
        {
            using var row = JsonDocument.Parse(line);
            texts.Add(string.Join('\n', _keys.Select(key => row.RootElement.GetProperty(key).GetString())));
        }

        return texts;
    }
}
