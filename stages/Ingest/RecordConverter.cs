using System.Text.Json;
using Pipeline.Engine;

namespace Pipeline.Stages.Ingest;

/// <summary>Understands the rows of one form. Every error quotes the file, the row, the field, and what was found.</summary>
internal sealed class RecordConverter(string file, RecordFormat format, IReadOnlyDictionary<string, string> columns)
{
    private static readonly Dictionary<string, string> _roles = new(StringComparer.Ordinal)
    {
        ["human"] = "user",
        ["user"] = "user",
        ["gpt"] = "assistant",
        ["assistant"] = "assistant",
        ["function_call"] = "assistant",
        ["system"] = "system",
        ["observation"] = "tool",
        ["tool"] = "tool",
    };

    /// <summary>The form that a row's fields show, if it is one of those known.</summary>
    public static RecordFormat? Detect(JsonElement fields, IReadOnlyDictionary<string, string> columns)
    {
        bool Has(string field) => fields.TryGetProperty(columns.GetValueOrDefault(field, field), out _);
        return Has("conversations") ? RecordFormat.Sharegpt
            : Has("messages") ? RecordFormat.Messages
            : Has("instruction") ? RecordFormat.Alpaca
            : Has("prompt") ? RecordFormat.PromptCompletion
            : null;
    }

    /// <summary>The row as an instance, without its identity.</summary>
    public InstanceRow Convert(RawRecord record)
    {
        try
        {
            return format switch
            {
                RecordFormat.Alpaca => Alpaca(record),
                RecordFormat.PromptCompletion => new InstanceRow { Instruction = Required(record, "prompt"), Response = Text(record, "completion") ?? "" },
                RecordFormat.Sharegpt => Turns(record, "conversations", "from", "value"),
                _ => Turns(record, "messages", "role", "content"),
            };
        }
        catch (InvalidOperationException error)
        {
            throw Bad(record, $"a text cannot be read: {error.Message}");
        }
    }

    /// <summary>An error about a row.</summary>
    public InputException Bad(RawRecord record, string problem) =>
        new(record.Offset >= 0 ? $"{file}, row {record.RowNumber}, byte {record.Offset}: {problem}" : $"{file}, row {record.RowNumber}: {problem}");

    private InstanceRow Alpaca(RawRecord record)
    {
        var roles = new List<string>();
        var contents = new List<string>();
        if (record.Fields.TryGetProperty(Column("history"), out var history) && history.ValueKind == JsonValueKind.Array)
        {
            foreach (var pair in history.EnumerateArray())
            {
                if (pair.ValueKind != JsonValueKind.Array || pair.GetArrayLength() != 2)
                {
                    throw Bad(record, $"'{Column("history")}' holds {pair.ToString()}, expected pairs of instruction and response.");
                }

                roles.AddRange(["user", "assistant"]);
                contents.AddRange([pair[0].GetString() ?? "", pair[1].GetString() ?? ""]);
            }
        }

        var input = Text(record, "input");
        return new InstanceRow
        {
            System = Text(record, "system") is { Length: > 0 } system ? system : null,
            Instruction = Required(record, "instruction"),
            Input = string.IsNullOrEmpty(input) ? null : input,
            Response = Text(record, "output") ?? "",
            HistoryRoles = [.. roles],
            HistoryContents = [.. contents],
        };
    }

    /// <summary>A conversation: system first, the last user turn as the instruction, the assistant turn after it as the response.</summary>
    private InstanceRow Turns(RawRecord record, string list, string roleField, string contentField)
    {
        if (!record.Fields.TryGetProperty(Column(list), out var turns) || turns.ValueKind != JsonValueKind.Array)
        {
            throw Missing(record, list);
        }

        string? system = null;
        var all = new List<(string Role, string Content)>();
        foreach (var turn in turns.EnumerateArray())
        {
            var role = Role(record, turn, roleField);
            var content = turn.TryGetProperty(contentField, out var value) && value.ValueKind is JsonValueKind.String or JsonValueKind.Null
                ? value.GetString() ?? ""
                : throw Bad(record, $"a turn of '{Column(list)}' has no text '{contentField}': {Excerpt(turn)}");
            if (role == "system" && all.Count == 0)
            {
                system = content;
            }
            else
            {
                all.Add((role, content));
            }
        }

        var last = all.FindLastIndex(turn => turn.Role == "user");
        if (last < 0)
        {
            throw Bad(record, $"'{Column(list)}' has no user turn.");
        }

        return new InstanceRow
        {
            System = system,
            Instruction = all[last].Content,
            Response = string.Join("\n", all.Skip(last + 1).Where(turn => turn.Role == "assistant").Select(turn => turn.Content)),
            HistoryRoles = all.Take(last).Select(turn => turn.Role).ToArray(),
            HistoryContents = all.Take(last).Select(turn => turn.Content).ToArray(),
        };
    }

    private string Role(RawRecord record, JsonElement turn, string field)
    {
        var spelled = turn.ValueKind == JsonValueKind.Object && turn.TryGetProperty(field, out var value) ? value.ToString() : "nothing";
        return _roles.TryGetValue(spelled, out var role)
            ? role
            : throw Bad(record, $"'{field}' is {spelled}, expected one of: {string.Join(", ", _roles.Keys)}.");
    }

    private string Required(RawRecord record, string field) => Text(record, field) ?? throw Missing(record, field);

    private string? Text(RawRecord record, string field) => !record.Fields.TryGetProperty(Column(field), out var value) ? null : value.ValueKind switch
    {
        JsonValueKind.String => value.GetString(),
        JsonValueKind.Null => null,
        _ => throw Bad(record, $"'{Column(field)}' is a {value.ValueKind.ToString().ToLowerInvariant()} ({Excerpt(value)}), expected text."),
    };

    private InputException Missing(RawRecord record, string field)
    {
        var mapped = columns.ContainsKey(field) ? $"'{Column(field)}' (columns: {field}: {Column(field)})" : $"'{field}'";
        return Bad(record, $"{mapped} is missing; the row has: {string.Join(", ", record.Fields.EnumerateObject().Select(property => property.Name))}.");
    }

    private string Column(string field) => columns.GetValueOrDefault(field, field);

    private static string Excerpt(JsonElement value) => value.ToString() is { Length: > 80 } text ? text[..80] + "…" : value.ToString();
}
