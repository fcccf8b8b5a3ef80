using System.Text.Json;
using Pipeline.Engine;

namespace Pipeline.Stages.Ingest;

/// <summary>Reads the fields of rows under the names that the configuration maps them to. Every error quotes file, row, byte, field and what was found.</summary>
internal sealed class RecordFields(string file, IReadOnlyDictionary<string, string> columns)
{
    private const int ExcerptLength = 80;

    /// <summary>The name that a field has in the file.</summary>
    public string Column(string field) => columns.GetValueOrDefault(field, field);

    /// <summary>The field's value; null where the row lacks it or has null.</summary>
    public JsonElement? Value(RawRecord record, string field) =>
        record.Fields.TryGetProperty(Column(field), out var value) && value.ValueKind != JsonValueKind.Null ? value : null;

    /// <summary>The field's text; null where the row lacks it or has null.</summary>
    /// <exception cref="InputException">It is no text.</exception>
    public string? Text(RawRecord record, string field) =>
        Value(record, field) is not { } value ? null
        : value.ValueKind == JsonValueKind.String ? value.GetString()
        : throw Bad(record, $"'{Column(field)}' is {Described(value)}, expected text.");

    /// <summary>The field's text where the row must have the field; null counts as empty.</summary>
    /// <exception cref="InputException">The row lacks it, or it is no text.</exception>
    public string Required(RawRecord record, string field) =>
        record.Fields.TryGetProperty(Column(field), out _) ? Text(record, field) ?? "" : throw Missing(record, field);

    /// <summary>The error of a field that a row must have.</summary>
    public InputException Missing(RawRecord record, string field)
    {
        var tried = columns.ContainsKey(field) ? $"'{Column(field)}' (columns: {field}: {Column(field)})" : $"'{field}' (not mapped by 'columns')";
        var problem = record.Fields.TryGetProperty(Column(field), out _) ? "null" : "missing";
        var leftOut = record.LeftOut.Count == 0 ? "" : $", and columns that are not read: {string.Join(", ", record.LeftOut)}";
        return Bad(record, $"{tried} is {problem}; the row has: {string.Join(", ", record.Names)}{leftOut}.");
    }

    /// <summary>An error about a row.</summary>
    public InputException Bad(RawRecord record, string problem) =>
        new(record.Offset >= 0 ? $"{file}, row {record.RowNumber}, byte {record.Offset}: {problem}" : $"{file}, row {record.RowNumber}: {problem}");

    /// <summary>A value as messages quote it.</summary>
    public static string Described(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.Null => "null",
        JsonValueKind.True or JsonValueKind.False => $"the boolean {value}",
        JsonValueKind.Number => $"the number {Excerpt(value)}",
        JsonValueKind.String => $"the text {Excerpt(value)}",
        JsonValueKind.Array => $"the array {Excerpt(value)}",
        _ => $"the object {Excerpt(value)}",
    };

    private static string Excerpt(JsonElement value) => value.GetRawText() is { Length: > ExcerptLength } text ? text[..ExcerptLength] + "…" : value.GetRawText();
}
