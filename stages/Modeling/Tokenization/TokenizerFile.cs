using System.Text.Json;

namespace Pipeline.Modeling.Tokenization;

/// <summary>Reads the tokenizer of a model folder.</summary>
public static class TokenizerFile
{
    /// <summary>The file's name in a model folder.</summary>
    public const string FileName = "tokenizer.json";

    /// <summary>Reads <c>tokenizer.json</c>, and begin and end of text from <c>config.json</c>.</summary>
    /// <exception cref="InvalidDataException">A file is missing or malformed, or uses a piece that is not supported; the message names it.</exception>
    public static ITokenizer Load(string folder)
    {
        var path = Path.Combine(folder, FileName);
        if (!File.Exists(path))
        {
            throw new InvalidDataException($"{folder} has no {FileName}.");
        }

        try
        {
            using var document = JsonDocument.Parse(File.ReadAllBytes(path), new JsonDocumentOptions { MaxDepth = 64 });
            var (begin, end) = Ends(folder);
            return new ByteLevelTokenizer(new ByteLevelReader(path, document.RootElement).Read(begin, end));
        }
        catch (Exception error) when (error is JsonException or KeyNotFoundException or InvalidOperationException or FormatException or ArgumentException)
        {
            throw new InvalidDataException($"{path} cannot be read as a tokenizer: {error.Message}", error);
        }
    }

    private static (int? Begin, int End) Ends(string folder)
    {
        var path = Path.Combine(folder, "config.json");
        using var document = JsonDocument.Parse(File.ReadAllBytes(path));
        var end = IdOf(document.RootElement, "eos_token_id") ?? throw new InvalidDataException($"{path}: eos_token_id is missing.");
        return (IdOf(document.RootElement, "bos_token_id") is { } begin && begin != end ? begin : null, end);
    }

    private static int? IdOf(JsonElement root, string key) =>
        root.TryGetProperty(key, out var value) ? value.ValueKind switch
        {
            JsonValueKind.Number => value.GetInt32(),
            JsonValueKind.Array when value.GetArrayLength() > 0 => value[0].GetInt32(),
            _ => null,
        }
        : null;
}
