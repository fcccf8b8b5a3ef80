using System.Text.Json;
using Pipeline.Modeling.Text;

namespace Pipeline.Modeling.Tokenization.Reading;

/// <summary>A place in a tokenizer file. Every complaint quotes the file and the key; a key that nothing reads is refused, never
/// ignored.</summary>
internal readonly struct JsonPiece(string file, string path, JsonElement element)
{
    /// <summary>Reads a file.</summary>
    /// <param name="path">Its path, quoted in complaints.</param>
    /// <param name="content">Its content.</param>
    /// <param name="read">What reads its root; nothing of it may be kept.</param>
    /// <exception cref="InvalidDataException">The content is not JSON, or <paramref name="read"/> complains; the message names the
    /// file.</exception>
    public static T Read<T>(string path, ReadOnlyMemory<byte> content, Func<JsonPiece, T> read)
    {
        using var document = JsonFault.Parse(path, content);
        try
        {
            return read(new JsonPiece(path, "", document.RootElement));
        }
        catch (InvalidOperationException error)
        {
            throw new InvalidDataException(
                $"{path} holds a text with half a surrogate pair or with bytes that are not UTF-8; expected UTF-8.",
                error
            );
        }
    }

    /// <summary>The piece's kind, which its key <c>type</c> names.</summary>
    public string Type => Text("type");

    public JsonElement Element => element;

    public bool IsNull => element.ValueKind is JsonValueKind.Null or JsonValueKind.Undefined;

    /// <summary>A member; a piece that is null where it is absent.</summary>
    public JsonPiece this[string key] =>
        new(
            file,
            path.Length == 0 ? key : $"{path}.{key}",
            Expect(JsonValueKind.Object).Element.TryGetProperty(key, out var value) ? value : default
        );

    public IEnumerable<JsonPiece> Items()
    {
        var (name, place) = (file, path);
        return Expect(JsonValueKind.Array).Element.EnumerateArray().Select((item, index) => new JsonPiece(name, $"{place}[{index}]", item));
    }

    public IEnumerable<(string Key, JsonPiece Value)> Members()
    {
        var (name, place) = (file, path);
        return Expect(JsonValueKind.Object)
            .Element.EnumerateObject()
            .Select(member => (member.Name, new JsonPiece(name, $"{place}.{member.Name}", member.Value)));
    }

    public string Text(string key) => this[key].Text();

    public string Text() => Expect(JsonValueKind.String).Element.GetString()!;

    /// <summary>A text of one UTF-16 unit.</summary>
    public char Character(string key) => Text(key) is [var only] ? only : throw this[key].Wrong("one character");

    /// <summary>A truth value.</summary>
    public bool Flag(string key, bool absent) => this[key] is { IsNull: false } found ? found.Flag() : absent;

    public int Integer() =>
        element.ValueKind == JsonValueKind.Number && element.TryGetInt32(out var value) ? value : throw Wrong("a whole number");

    /// <summary>A number, as <see cref="ScoreReader"/> reads it.</summary>
    public double Number() =>
        element.ValueKind == JsonValueKind.Number && ScoreReader.Parse(element.GetRawText()) is var value && double.IsFinite(value)
            ? value
            : throw Wrong("a number");

    /// <summary>Refuses every key but these.</summary>
    public void Only(params ReadOnlySpan<string> keys)
    {
        foreach (var member in Expect(JsonValueKind.Object).Element.EnumerateObject())
        {
            if (!keys.Contains(member.Name))
            {
                throw Refused($"key '{member.Name}'");
            }
        }
    }

    /// <summary>This piece itself is not supported.</summary>
    public InvalidDataException Unsupported() => Refused($"'{Type}'");

    public InvalidDataException Refused(string what) => new($"{Location}: {what} is not supported.");

    public InvalidDataException Wrong(string expected) => new($"{Location} is {Found()}, expected {expected}.");

    /// <summary>The file and the key.</summary>
    public string Location => $"{file}: {Place}";

    private string Place => path.Length == 0 ? "the file" : path;

    private bool Flag() =>
        element.ValueKind switch
        {
            JsonValueKind.True => true,
            JsonValueKind.False => false,
            _ => throw Wrong("true or false"),
        };

    private JsonPiece Expect(JsonValueKind kind) =>
        element.ValueKind == kind
            ? this
            : throw Wrong(
                kind switch
                {
                    JsonValueKind.Object => "an object",
                    JsonValueKind.Array => "a list",
                    _ => "a text",
                }
            );

    private string Found()
    {
        if (IsNull)
        {
            return "missing";
        }

        var raw = element.GetRawText();
        return raw.Length <= 60 ? raw : $"{raw.AsSpan(0, 60)}…";
    }
}
