using System.Globalization;
using System.Text;
using System.Text.Json;

namespace Pipeline.Modeling.Text;

/// <summary>What is wrong in a text that should be JSON (RFC 8259): where it stops to be, what stands there and what could have.</summary>
/// <param name="Offset">0-based byte.</param>
/// <param name="Line">1-based line.</param>
/// <param name="Problem">What was found and what was expected, such as <c>found 'x', expected a value</c>.</param>
public sealed record JsonFault(int Offset, long Line, string Problem)
{
    /// <summary>Structures inside each other that are read where nothing else is said.</summary>
    public const int MostDepth = 64;

    private const string Name = "a name in double quotes";

    /// <summary>Finds the first fault.</summary>
    /// <param name="json">The text, in UTF-8.</param>
    /// <param name="mostDepth">Structures that may lie inside each other.</param>
    /// <returns>The fault; null where there is none.</returns>
    public static JsonFault? Find(ReadOnlySpan<byte> json, int mostDepth = MostDepth)
    {
        var reader = new Utf8JsonReader(json, new JsonReaderOptions { MaxDepth = mostDepth });
        var (last, end, areObjects) = (JsonTokenType.None, 0, new Stack<bool>());
        try
        {
            while (reader.Read())
            {
                (last, end) = (reader.TokenType, (int)reader.BytesConsumed);
                if (last is JsonTokenType.StartObject or JsonTokenType.StartArray)
                {
                    areObjects.Push(last == JsonTokenType.StartObject);
                }
                else if (last is JsonTokenType.EndObject or JsonTokenType.EndArray)
                {
                    areObjects.Pop();
                }
            }

            return null;
        }
        catch (JsonException error)
        {
            var at = Math.Min(Place(json, error), json.Length);
            var isTooDeep = areObjects.Count >= mostDepth && at < json.Length && json[at] is (byte)'{' or (byte)'[';
            var expected = isTooDeep ? $"at most {mostDepth} structures inside each other" : Expected(json[..at], end, last, areObjects);
            return new JsonFault(at, 1 + json[..at].Count((byte)'\n'), $"found {Found(json[at..])}, expected {expected}");
        }
    }

    /// <summary>Parses a whole file.</summary>
    /// <param name="path">Its path, for the message.</param>
    /// <param name="json">Its content.</param>
    /// <param name="mostDepth">Structures that may lie inside each other.</param>
    /// <exception cref="InvalidDataException">It is not JSON; the message names file, line and byte.</exception>
    public static JsonDocument Parse(string path, ReadOnlyMemory<byte> json, int mostDepth = MostDepth)
    {
        try
        {
            return JsonDocument.Parse(json, new JsonDocumentOptions { MaxDepth = mostDepth });
        }
        catch (JsonException error)
        {
            throw new InvalidDataException(
                $"{path} is not valid JSON: {Find(json.Span, mostDepth)?.ToString() ?? "it cannot be parsed"}.",
                error
            );
        }
    }

    /// <inheritdoc />
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"in line {Line}, byte {Offset}, {Problem}");

    private static int Place(ReadOnlySpan<byte> json, JsonException error)
    {
        var at = 0;
        for (var line = error.LineNumber ?? 0; line > 0; line--)
        {
            at += json[at..].IndexOf((byte)'\n') + 1;
        }

        return at + (int)(error.BytePositionInLine ?? 0);
    }

    private static string Found(ReadOnlySpan<byte> rest)
    {
        if (rest.IsEmpty)
        {
            return "the end";
        }

        var isCharacter = Rune.DecodeFromUtf8(rest, out var character, out _) == System.Buffers.OperationStatus.Done;
        return isCharacter && !Rune.IsControl(character) ? $"'{character}'" : $"the byte 0x{rest[0]:X2}";
    }

    /// <summary>What could have stood at the end of a text that is right up to there.</summary>
    /// <param name="before">The text up to the fault.</param>
    /// <param name="end">Where its last whole token ends.</param>
    /// <param name="last">That token.</param>
    /// <param name="areObjects">Whether each structure around the fault is an object.</param>
    private static string Expected(ReadOnlySpan<byte> before, int end, JsonTokenType last, Stack<bool> areObjects)
    {
        // After the last whole token begins another, perhaps behind a comma.
        var begun = end < before.Length ? before[end..].TrimStart(" \t\r\n,"u8) : [];
        var hasComma = end < before.Length && before[end..].TrimStart(" \t\r\n"u8) is [(byte)',', ..];
        var isName = areObjects.Count > 0 && areObjects.Peek() && last != JsonTokenType.PropertyName;
        if (begun is [(byte)'"', .. var text])
        {
            return !IsClosed(text) ? "the rest of a text: letters, escapes such as \\n, and a closing quote" : "a colon and a value";
        }

        return last switch
        {
            JsonTokenType.StartObject => $"{Name}, or '}}'",
            JsonTokenType.StartArray => "a value, or ']'",
            JsonTokenType.PropertyName or JsonTokenType.None => "a value",
            _ when areObjects.Count == 0 => "nothing more",
            _ when hasComma => isName ? Name : "a value",
            _ => isName ? $"',' and {Name}, or '}}'" : "',' and a value, or ']'",
        };
    }

    private static bool IsClosed(ReadOnlySpan<byte> text)
    {
        for (var at = 0; at < text.Length; at++)
        {
            if (text[at] == '"')
            {
                return true;
            }

            at += text[at] == '\\' ? 1 : 0;
        }

        return false;
    }
}
