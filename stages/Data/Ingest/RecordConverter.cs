using System.Text.Json;
using Pipeline.Engine;
using Pipeline.Modeling.Tokenization.Templates;
using Pipeline.Stages.Data.Records;

namespace Pipeline.Stages.Data.Ingest;

/// <summary>Understands the rows of one form.</summary>
/// <param name="form">The form.</param>
/// <param name="fields">Reads their fields.</param>
/// <param name="needsResponse">Whether a row must have the field of the response, even if it is empty.</param>
internal sealed class RecordConverter(RecordForm form, RecordFields fields, bool needsResponse)
{
    private static readonly TurnRole[] _pairRoles = [TurnRole.User, TurnRole.Assistant];

    private readonly ConversationReader _conversations = new(fields);

    /// <summary>The row as an instance, without its identity.</summary>
    /// <exception cref="InputException">It cannot be understood.</exception>
    public InstanceRow Convert(RawRecord record)
    {
        var instance = form.Format switch
        {
            RecordFormat.Alpaca => Alpaca(record),
            RecordFormat.PromptCompletion => new InstanceRow
            {
                Instruction = fields.Required(record, "prompt"),
                Response = Response(record, "completion"),
            },
            RecordFormat.Sharegpt => _conversations.Read(record, "conversations", "from", "value"),
            _ => _conversations.Read(record, "messages", "role", "content"),
        };
        instance.System ??= fields.Text(record, "system") is { Length: > 0 } system ? system : null;
        return instance;
    }

    private string Response(RawRecord record, string field) =>
        needsResponse ? fields.Required(record, field) : fields.Text(record, field) ?? "";

    private InstanceRow Alpaca(RawRecord record)
    {
        var (roles, contents) = History(record);
        return new InstanceRow
        {
            Instruction = fields.Required(record, "instruction"),
            Input = fields.Text(record, "input") is { Length: > 0 } input ? input : null,
            Response = Response(record, "output"),
            HistoryRoles = roles,
            HistoryContents = contents,
        };
    }

    private (TurnRole[] Roles, string[] Contents) History(RawRecord record)
    {
        if (fields.Value(record, "history") is not { } history)
        {
            return ([], []);
        }

        var pairs = history.ValueKind == JsonValueKind.Array ? history.EnumerateArray().ToList() : throw NoHistory(record, history);
        foreach (var pair in pairs)
        {
            if (
                pair.ValueKind != JsonValueKind.Array
                || pair.GetArrayLength() != 2
                || pair.EnumerateArray().Any(text => text.ValueKind != JsonValueKind.String)
            )
            {
                throw NoHistory(record, pair);
            }
        }

        return (
            [.. pairs.SelectMany(_ => _pairRoles)],
            [.. pairs.SelectMany(pair => pair.EnumerateArray().Select(text => text.GetString()!))]
        );
    }

    private InputException NoHistory(RawRecord record, JsonElement found) =>
        fields.Bad(
            record,
            $"'{fields.Column("history")}' holds {RecordFields.Described(found)}, expected an array of pairs of instruction and response."
        );
}
