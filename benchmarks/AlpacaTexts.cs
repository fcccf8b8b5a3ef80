using System.IO.Compression;
using System.Reflection;
using System.Text.Json;

namespace Pipeline.Benchmarks;

/// <summary>The shipped Alpaca rows as texts.</summary>
internal static class AlpacaTexts
{
    private static readonly string[] _keys = ["instruction", "input", "output"];

    /// <summary>The repository's root.</summary>
    public static string Root { get; } =
        typeof(AlpacaTexts).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>().Single(entry => entry.Key == "RepositoryRoot").Value!;

    /// <summary>The rows' file.</summary>
    public static string Path { get; } = System.IO.Path.Combine(Root, "examples/data/alpaca-13k.jsonl.gz");

    /// <summary>Every row as one text.</summary>
    public static IReadOnlyList<string> Read() => Rows(row => string.Join('\n', _keys.Select(key => row.GetProperty(key).GetString())));

    /// <summary>Words of each row's request and of its response.</summary>
    public static IReadOnlyList<(int Request, int Response)> Words() =>
        Rows(row => (Count(row, "instruction") + Count(row, "input"), Count(row, "output")));

    private static int Count(JsonElement row, string key) =>
        row.GetProperty(key).GetString()!.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries).Length;

    private static List<T> Rows<T>(Func<JsonElement, T> value)
    {
        using var reader = new StreamReader(new GZipStream(File.OpenRead(Path), CompressionMode.Decompress));
        var rows = new List<T>();
        while (reader.ReadLine() is { } line)
        {
            using var row = JsonDocument.Parse(line);
            rows.Add(value(row.RootElement));
        }

        return rows;
    }
}
