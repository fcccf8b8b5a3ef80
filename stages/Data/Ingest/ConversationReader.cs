using System.Text;
using System.Text.Json;
using Pipeline.Engine;
using Pipeline.Modeling.Text;
using Pipeline.Modeling.Tokenization.Templates;
using Pipeline.Stages.Data.Records;

namespace Pipeline.Stages.Data.Ingest;

/// <summary>
/// Understands conversations of several turns. What is answered is the last turn that is not the assistant's (a user's, or what a tool
/// returned); the response is the assistant's turns after it, joined by line breaks; the turns before it are history; a system turn may
/// stand first. A conversation that ends with a user's turn has an empty response. The turns of <c>conversations</c> may be texts alone,
/// the user's and the assistant's by turns.
/// </summary>
internal sealed class ConversationReader(RecordFields fields)
{
    private const string Conversations = "conversations";

    /// <summary>What roles are called; null is the system's, which is no turn.</summary>
    private static readonly Dictionary<string, TurnRole?> _roles = new(StringComparer.Ordinal)
    {
        ["human"] = TurnRole.User,
        ["user"] = TurnRole.User,
        ["gpt"] = TurnRole.Assistant,
        ["assistant"] = TurnRole.Assistant,
        ["model"] = TurnRole.Assistant,
        ["function_call"] = TurnRole.Assistant,
        ["system"] = null,
        ["developer"] = null,
        ["observation"] = TurnRole.Tool,
        ["tool"] = TurnRole.Tool,
        ["function"] = TurnRole.Tool,
    };

    /// <summary>The conversation as an instance.</summary>
    /// <exception cref="InputException">It cannot be understood.</exception>
    public InstanceRow Read(RawRecord record, string list, string roleField, string contentField)
    {
        string? system = null;
        var turns = new List<(TurnRole Role, string Content)>();
        foreach (var turn in Turns(record, list))
        {
            // LIMA's conversations list the turns' texts alone; the user has the first.
            var isText = turn.ValueKind == JsonValueKind.String && list == Conversations;
            var role =
                !isText ? Role(record, list, turn, roleField)
                : turns.Count % 2 == 0 ? TurnRole.User
                : TurnRole.Assistant;
            var content = isText ? turn.GetString()! : Content(record, list, turn, contentField);
            if (role is { } spoken)
            {
                turns.Add((spoken, content));
                continue;
            }

            system =
                system is null && turns.Count == 0
                    ? content
                    : throw fields.Bad(record, $"'{fields.Column(list)}' has a system turn that is not its first turn.");
        }

        var asked = turns.FindLastIndex(turn => turn.Role != TurnRole.Assistant);
        return asked < 0
            ? throw fields.Bad(record, $"'{fields.Column(list)}' has no turn of a user.")
            : new InstanceRow
            {
                System = system,
                Instruction = turns[asked].Content,
                Response = string.Join('\n', turns.Skip(asked + 1).Select(turn => turn.Content)),
                HistoryRoles = [.. turns.Take(asked).Select(turn => turn.Role)],
                HistoryContents = [.. turns.Take(asked).Select(turn => turn.Content)],
            };
    }

    /// <summary>The turns; a text that holds them as JSON, as tables without nested columns do, is read too.</summary>
    private JsonElement.ArrayEnumerator Turns(RawRecord record, string list)
    {
        var value = fields.Value(record, list) ?? throw fields.Missing(record, list);
        if (value.ValueKind == JsonValueKind.String)
        {
            value = Parsed(record, list, Encoding.UTF8.GetBytes(value.GetString()!));
        }

        return value.ValueKind == JsonValueKind.Array
            ? value.EnumerateArray()
            : throw fields.Bad(record, $"'{fields.Column(list)}' is {RecordFields.Described(value)}, expected an array of turns.");
    }

    private JsonElement Parsed(RawRecord record, string list, byte[] text)
    {
        if (JsonText.LoneSurrogate(text) >= 0)
        {
            throw fields.Bad(record, $"'{fields.Column(list)}' holds half of a surrogate pair, which is no character.");
        }

        try
        {
            return JsonElement.Parse(text);
        }
        catch (JsonException)
        {
            throw fields.Bad(record, $"'{fields.Column(list)}' is a text that is no JSON: {JsonFault.Find(text)?.Problem}.");
        }
    }

    private TurnRole? Role(RawRecord record, string list, JsonElement turn, string field)
    {
        if (turn.ValueKind != JsonValueKind.Object || !fields.TryGet(turn, field, out var role))
        {
            throw fields.Bad(
                record,
                $"'{fields.Column(list)}' holds {RecordFields.Described(turn)}, expected a turn with '{fields.Column(field)}'."
            );
        }

        return role.ValueKind == JsonValueKind.String && _roles.TryGetValue(role.GetString()!, out var known)
            ? known
            : throw fields.Bad(
                record,
                $"'{fields.Column(field)}' of a turn is {RecordFields.Described(role)}, expected one of: {string.Join(", ", _roles.Keys)}."
            );
    }

    /// <summary>A turn's text: plain, or parts of text, or the calls of tools that stand instead of one.</summary>
    private string Content(RawRecord record, string list, JsonElement turn, string field)
    {
        var found = fields.TryGet(turn, field, out var content);
        if (
            content.ValueKind is JsonValueKind.Null or JsonValueKind.Undefined
            && turn.TryGetProperty("tool_calls", out var calls)
            && calls.ValueKind == JsonValueKind.Array
            && calls.GetArrayLength() > 0
        )
        {
            return calls.GetRawText();
        }

        return content.ValueKind switch
        {
            JsonValueKind.String => content.GetString()!,
            JsonValueKind.Null => "",
            JsonValueKind.Array => string.Concat(content.EnumerateArray().Select(part => Part(record, field, part))),
            _ => throw fields.Bad(
                record,
                found
                    ? $"'{fields.Column(field)}' of a turn is {RecordFields.Described(content)}, expected text."
                    : $"'{fields.Column(list)}' holds {RecordFields.Described(turn)}, expected a turn with '{fields.Column(field)}'."
            ),
        };
    }

    private string Part(RawRecord record, string field, JsonElement part)
    {
        foreach (var name in new[] { "text", "value" })
        {
            if (part.ValueKind == JsonValueKind.Object && part.TryGetProperty(name, out var text) && text.ValueKind == JsonValueKind.String)
            {
                return text.GetString()!;
            }
        }

        throw fields.Bad(
            record,
            $"'{fields.Column(field)}' of a turn has the part {RecordFields.Described(part)}, expected parts of text."
        );
    }
}
