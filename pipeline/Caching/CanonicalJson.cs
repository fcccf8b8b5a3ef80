using System.Buffers;
using System.Globalization;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization;

namespace Pipeline.Engine.Caching;

/// <summary>
/// JSON with one spelling for one meaning: keys sorted by ordinal, no white space, numbers in their shortest round-trip form. Fingerprints
/// are digests of it, so its text must never depend on culture or on the order of declaration.
/// </summary>
public static class CanonicalJson
{
    private static readonly JsonSerializerOptions _settings = new()
    {
        PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        Converters = { new JsonStringEnumConverter(JsonNamingPolicy.SnakeCaseLower) },
    };

    /// <summary>A settings record as a JSON object with snake_case keys; properties marked to be ignored are left out.</summary>
    public static JsonObject Serialize(object settings) =>
        JsonSerializer.SerializeToNode(settings, settings.GetType(), _settings) as JsonObject
        ?? throw new ArgumentException($"{settings.GetType().Name} is not a record of settings.", nameof(settings));

    /// <summary>The canonical text of a JSON value.</summary>
    public static string Text(JsonNode? node)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using (var writer = new Utf8JsonWriter(buffer, new JsonWriterOptions { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping }))
        {
            Write(writer, node);
        }

        return Encoding.UTF8.GetString(buffer.WrittenSpan);
    }

    private static void Write(Utf8JsonWriter writer, JsonNode? node)
    {
        switch (node)
        {
            case null:
                writer.WriteNullValue();
                break;
            case JsonObject map:
                writer.WriteStartObject();
                foreach (var (key, value) in map.OrderBy(entry => entry.Key, StringComparer.Ordinal))
                {
                    writer.WritePropertyName(key);
                    Write(writer, value);
                }

                writer.WriteEndObject();
                break;
            case JsonArray list:
                writer.WriteStartArray();
                foreach (var item in list)
                {
                    Write(writer, item);
                }

                writer.WriteEndArray();
                break;
            case JsonValue number when number.GetValueKind() == JsonValueKind.Number:
                writer.WriteRawValue(Number(number));
                break;
            default:
                node.WriteTo(writer);
                break;
        }
    }

    /// <summary>Whole numbers without point or exponent, however they were given; others in the shortest form that reads back
    /// equal.</summary>
    private static string Number(JsonValue number)
    {
        const double LongLimit = 9.2233720368547758e18;
        var text = number.ToJsonString();
        if (long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var whole))
        {
            return whole.ToString(CultureInfo.InvariantCulture);
        }

        var real = double.Parse(text, CultureInfo.InvariantCulture);
        return double.IsInteger(real) && Math.Abs(real) < LongLimit
            ? ((long)real).ToString(CultureInfo.InvariantCulture)
            : real.ToString("R", CultureInfo.InvariantCulture);
    }
}
