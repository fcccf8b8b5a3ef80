using System.Globalization;
using System.Text.Json;
using Pipeline.Modeling.Text;

namespace Pipeline.Modeling.Models.Configuration;

/// <summary>An object of a <c>config.json</c>. A key that is absent or null takes its default; a value of another kind is an error that
/// names it.</summary>
internal sealed class ConfigurationFile : IDisposable
{
    private const int MostDepth = 32;
    private const int MaximumInteger = 1 << 24;
    private const double MaximumNumber = 1e12;

    private readonly JsonDocument? _document;
    private readonly JsonElement _root;
    private readonly string _path;
    private readonly string _prefix;

    private ConfigurationFile(string path, string prefix, JsonElement root, JsonDocument? document)
    {
        _path = path;
        _prefix = prefix;
        _root = root;
        _document = document;
    }

    /// <summary>Parses a file's content.</summary>
    /// <exception cref="InvalidDataException">It is no JSON object.</exception>
    public static ConfigurationFile Parse(string path, ReadOnlyMemory<byte> json)
    {
        var document = JsonFault.Parse(path, json, MostDepth);
        if (document.RootElement.ValueKind == JsonValueKind.Object)
        {
            return new ConfigurationFile(path, "", document.RootElement, document);
        }

        document.Dispose();
        throw new InvalidDataException($"{path} holds no JSON object.");
    }

    /// <summary>The keys.</summary>
    public IEnumerable<string> Keys => _root.EnumerateObject().Select(entry => entry.Name);

    /// <summary>Whether the key is there, be it null.</summary>
    public bool Has(string key) => _root.TryGetProperty(key, out _);

    /// <summary>Whether the key is there with a value.</summary>
    public bool HasValue(string key) => Value(key) is not null;

    /// <summary>Whether the value is a text.</summary>
    public bool IsText(string key) => Value(key) is { ValueKind: JsonValueKind.String };

    /// <summary>Whether the key is absent, or null, false, or an empty list or object.</summary>
    public bool IsEmpty(string key) =>
        Value(key) is not { } value
        || value.ValueKind switch
        {
            JsonValueKind.False => true,
            JsonValueKind.Array => value.GetArrayLength() == 0,
            JsonValueKind.Object => !value.EnumerateObject().Any(),
            _ => false,
        };

    /// <summary>A whole number from <paramref name="least"/> to 2²⁴.</summary>
    public int Integer(string key, int? otherwise = null, int least = 1) =>
        Value(key) switch
        {
            null => otherwise ?? throw Bad(key, "nothing", "a whole number"),
            { ValueKind: JsonValueKind.Number } value
                when value.TryGetInt32(out var number) && number >= least && number <= MaximumInteger => number,
            { } value => throw Bad(key, Shown(value), $"a whole number from {least} to {MaximumInteger}"),
        };

    /// <summary>A whole number that may be set to null; <paramref name="otherwise"/> where the key is absent.</summary>
    public int? OptionalInteger(string key, int? otherwise = null) =>
        HasValue(key) ? Integer(key)
        : Has(key) ? null
        : otherwise;

    /// <summary>A number above <paramref name="above"/>.</summary>
    public double Number(string key, double? otherwise = null, double above = 0) =>
        Value(key) switch
        {
            null => otherwise ?? throw Bad(key, "nothing", "a number"),
            { ValueKind: JsonValueKind.Number } value
                when value.TryGetDouble(out var number) && number > above && number <= MaximumNumber => number,
            { } value => throw Bad(key, Shown(value), string.Create(CultureInfo.InvariantCulture, $"a number above {above}")),
        };

    /// <summary>A number that may be set to null; <paramref name="otherwise"/> where the key is absent.</summary>
    public double? OptionalNumber(string key, double? otherwise = null) =>
        HasValue(key) ? Number(key)
        : Has(key) ? null
        : otherwise;

    /// <summary>True or false.</summary>
    public bool Flag(string key, bool otherwise = false) =>
        Value(key) switch
        {
            null => otherwise,
            { ValueKind: JsonValueKind.True } => true,
            { ValueKind: JsonValueKind.False } => false,
            { } value => throw Bad(key, Shown(value), "true or false"),
        };

    /// <summary>A text.</summary>
    public string? Text(string key) =>
        Value(key) switch
        {
            null => null,
            { ValueKind: JsonValueKind.String } value => Unescaped(key, value),
            { } value => throw Bad(key, Shown(value), "a text"),
        };

    /// <summary>A list of texts; null where absent.</summary>
    public IReadOnlyList<string>? Texts(string key) =>
        Items(key)
            ?.Select(item => item.ValueKind == JsonValueKind.String ? Unescaped(key, item) : throw Bad(key, Shown(item), "texts"))
            .ToList();

    /// <summary>A list of positive numbers; null where absent.</summary>
    public IReadOnlyList<double>? Numbers(string key) =>
        Items(key)
            ?.Select(item =>
                item.ValueKind == JsonValueKind.Number && item.TryGetDouble(out var number) && number is > 0 and <= MaximumNumber
                    ? number
                    : throw Bad(key, Shown(item), "positive numbers")
            )
            .ToList();

    /// <summary>A list of zeros and ones, or of truth values; null where absent.</summary>
    public IReadOnlyList<bool>? Flags(string key) =>
        Items(key)
            ?.Select(item =>
                item.ValueKind switch
                {
                    JsonValueKind.True => true,
                    JsonValueKind.False => false,
                    JsonValueKind.Number when item.TryGetInt32(out var number) && number is 0 or 1 => number == 1,
                    _ => throw Bad(key, Shown(item), "zeros and ones"),
                }
            )
            .ToList();

    /// <summary>An object; null where absent.</summary>
    public ConfigurationFile? Object(string key) =>
        Value(key) switch
        {
            null => null,
            { ValueKind: JsonValueKind.Object } value => new ConfigurationFile(_path, $"{_prefix}{key}.", value, null),
            { } value => throw Bad(key, Shown(value), "an object"),
        };

    /// <summary>Whether a value in it is an object itself.</summary>
    public bool IsNested => _root.EnumerateObject().Any(entry => entry.Value.ValueKind == JsonValueKind.Object);

    /// <summary>Refuses a setting that would change what the model computes.</summary>
    public void Refuse(bool refused, string key, string expected)
    {
        if (refused)
        {
            throw Bad(key, Value(key) is { } value ? Shown(value) : "nothing", expected);
        }
    }

    /// <summary>An error about a key: what was found, what was expected.</summary>
    public InvalidDataException Bad(string key, string found, string expected) =>
        new($"{_path}: {_prefix}{key} is {found}, expected {expected}.");

    /// <inheritdoc />
    public void Dispose() => _document?.Dispose();

    private JsonElement? Value(string key) =>
        _root.TryGetProperty(key, out var value) && value.ValueKind != JsonValueKind.Null ? value : null;

    private List<JsonElement>? Items(string key) =>
        Value(key) switch
        {
            null => null,
            { ValueKind: JsonValueKind.Array } value => [.. value.EnumerateArray()],
            { } value => throw Bad(key, Shown(value), "a list"),
        };

    private string Unescaped(string key, JsonElement value)
    {
        try
        {
            return value.GetString()!;
        }
        catch (InvalidOperationException)
        {
            throw Bad(key, "a text with half a surrogate pair", "a text");
        }
    }

    private static string Shown(JsonElement value)
    {
        var text = value.GetRawText();
        return text.Length <= 80 ? text : text[..80] + "…";
    }
}
