using System.Globalization;
using System.Text.Json;
using Pipeline.Engine;
using Pipeline.Engine.Configuration;

namespace Pipeline.Stages.Data.Records;

/// <summary>Reads the fields of rows under the names that the configuration maps them to. Every error quotes file, row, byte, field and
/// what was found.</summary>
internal sealed class RecordFields(string file, IReadOnlyDictionary<string, string> columns)
{
    private const int ExcerptLength = 80;

    private readonly HashSet<string> _neverFound = new(columns.Keys, StringComparer.Ordinal);

    /// <summary>The name that a field has in the file.</summary>
    public string Column(string field) => columns.GetValueOrDefault(field, field);

    /// <summary>The field of a row, or of an object in it such as a turn.</summary>
    public bool TryGet(JsonElement owner, string field, out JsonElement value)
    {
        if (!owner.TryGetProperty(Column(field), out value))
        {
            return false;
        }

        _neverFound.Remove(field);
        return true;
    }

    /// <summary>The field's value; null where the row lacks it or has null.</summary>
    public JsonElement? Value(RawRecord record, string field) =>
        TryGet(record.Fields, field, out var value) && value.ValueKind != JsonValueKind.Null ? value : null;

    /// <summary>The field's text; null where the row lacks it or has null.</summary>
    /// <exception cref="InputException">It is no text.</exception>
    public string? Text(RawRecord record, string field) =>
        Value(record, field) is not { } value ? null
        : value.ValueKind == JsonValueKind.String ? value.GetString()
        : throw Bad(record, $"'{Column(field)}' is {Described(value)}, expected text.");

    /// <summary>The field's text where the row must have the field; null counts as empty.</summary>
    /// <exception cref="InputException">The row lacks it, or it is no text.</exception>
    public string Required(RawRecord record, string field) =>
        TryGet(record.Fields, field, out _) ? Text(record, field) ?? "" : throw Missing(record, field);

    /// <summary>The member of an enum that the field names.</summary>
    /// <exception cref="InputException">The row lacks it, or it is none of the enum's words.</exception>
    public TEnum Member<TEnum>(RawRecord record, string field)
        where TEnum : struct, Enum
    {
        var word = Text(record, field) ?? throw Missing(record, field);
        if (Vocabulary.TryRead(word, out TEnum member))
        {
            return member;
        }

        var words = Vocabulary.ListWords(typeof(TEnum));
        throw Bad(
            record,
            $"'{Column(field)}' is '{word}', expected one of {string.Join(", ", words)}"
                + (NearestKey.Find(word, words) is { } nearest ? $"; did you mean '{nearest}'?" : ".")
        );
    }

    /// <summary>Refuses a column map with a key that means nothing.</summary>
    /// <exception cref="InputException">There is one; the message names it and the nearest that is known.</exception>
    public static void RequireKnown(string file, string whose, IReadOnlyList<string> fields, IEnumerable<string> mapped)
    {
        if (mapped.FirstOrDefault(key => !fields.Contains(key, StringComparer.Ordinal)) is { } unknown)
        {
            throw new InputException(
                $"{file}: 'columns' maps '{unknown}', which {whose} does not have; {NearestKey.Advice(unknown, fields, "fields")}"
            );
        }
    }

    /// <summary>Refuses a map of a field to a name that no row had: a misspelled one would otherwise go unnoticed where the field is
    /// optional.</summary>
    /// <exception cref="InputException">There is one.</exception>
    public void RequireFound()
    {
        if (_neverFound.FirstOrDefault() is { } field)
        {
            throw new InputException($"{file}: 'columns' maps {field} to '{Column(field)}', which no row has.");
        }
    }

    /// <summary>The field's number where <c>columns</c> maps the field, also if it is spelled as a text; null where it is not
    /// mapped.</summary>
    /// <exception cref="InputException">The row lacks it, or it is no number.</exception>
    public double? MappedNumber(RawRecord record, string field)
    {
        if (!columns.ContainsKey(field))
        {
            return null;
        }

        var value = Value(record, field) ?? throw Missing(record, field);
        var spelled =
            value.ValueKind == JsonValueKind.String ? value.GetString()
            : value.ValueKind == JsonValueKind.Number ? value.GetRawText()
            : null;
        return double.TryParse(spelled, NumberStyles.Float, CultureInfo.InvariantCulture, out var number) && double.IsFinite(number)
            ? number
            : throw Bad(record, $"'{Column(field)}' is {Described(value)}, expected a number.");
    }

    /// <summary>The error of a field that a row must have.</summary>
    public InputException Missing(RawRecord record, string field)
    {
        var tried = columns.ContainsKey(field)
            ? $"'{Column(field)}' (columns: {field}: {Column(field)})"
            : $"'{field}' (not mapped by 'columns')";
        var problem = TryGet(record.Fields, field, out _) ? "null" : "missing";
        var leftOut = record.LeftOut.Count == 0 ? "" : $", and columns that are not read: {string.Join(", ", record.LeftOut)}";
        return Bad(record, $"{tried} is {problem}; the row has: {string.Join(", ", record.Names)}{leftOut}.");
    }

    /// <summary>An error about a row.</summary>
    public InputException Bad(RawRecord record, string problem) => new($"{PlaceOf(record)}: {problem}");

    /// <summary>Where a row stands, as messages quote it.</summary>
    public string PlaceOf(RawRecord record) =>
        record.Offset >= 0 ? $"{file}, row {record.RowNumber}, byte {record.Offset}" : $"{file}, row {record.RowNumber}";

    /// <summary>A value as messages quote it.</summary>
    public static string Described(JsonElement value) =>
        value.ValueKind switch
        {
            JsonValueKind.Null => "null",
            JsonValueKind.True or JsonValueKind.False => $"the boolean {value}",
            JsonValueKind.Number => $"the number {Excerpt(value)}",
            JsonValueKind.String => $"the text {Excerpt(value)}",
            JsonValueKind.Array => $"the array {Excerpt(value)}",
            _ => $"the object {Excerpt(value)}",
        };

    private static string Excerpt(JsonElement value) =>
        value.GetRawText() is { Length: > ExcerptLength } text ? text[..ExcerptLength] + "…" : value.GetRawText();
}
