using Pipeline.Engine;
using Pipeline.Modeling.Tokenization.Templates;
using Pipeline.Stages.Data.Ingest;

namespace Pipeline.Stages.Data;

/// <summary>
/// One text of an instance and where it stands. Whatever searches instances, counts their words or shortens them asks here for their texts,
/// so that a conversation of several turns is treated alike everywhere: every turn of the assistant is a response, as in training.
/// </summary>
/// <param name="Field">What it is.</param>
/// <param name="Turn">0-based turn of the conversation that it stands in; the system message is none. The last instruction and its input
/// are one turn, the last response is the turn after it.</param>
/// <param name="Text">The text.</param>
public readonly record struct InstanceText(InstanceField Field, int Turn, string Text)
{
    /// <summary>Every text of an instance but its system message, in the order of the conversation.</summary>
    public static IEnumerable<InstanceText> ListAll(InstanceRow row)
    {
        for (var turn = 0; turn < row.HistoryRoles.Length; turn++)
        {
            var field = row.HistoryRoles[turn] == TurnRole.Assistant ? InstanceField.Response : InstanceField.Instruction;
            yield return new InstanceText(field, turn, row.HistoryContents[turn]);
        }

        yield return new InstanceText(InstanceField.Instruction, row.HistoryRoles.Length, row.Instruction);
        if (!string.IsNullOrEmpty(row.Input))
        {
            yield return new InstanceText(InstanceField.Input, row.HistoryRoles.Length, row.Input);
        }

        yield return new InstanceText(InstanceField.Response, row.HistoryRoles.Length + 1, row.Response);
    }

    /// <summary>Every turn that carries loss, in order; the last one is <see cref="InstanceRow.Response"/>, even if it is empty.</summary>
    public static IEnumerable<InstanceText> ListResponses(InstanceRow row) =>
        ListAll(row).Where(text => text.Field == InstanceField.Response);

    /// <summary>Every response with the request that it answers: the texts since the response before it.</summary>
    public static IEnumerable<(IReadOnlyList<InstanceText> Request, InstanceText Response)> ListExchanges(InstanceRow row)
    {
        var request = new List<InstanceText>();
        foreach (var text in ListAll(row))
        {
            if (text.Field == InstanceField.Response)
            {
                yield return (request, text);
                request = [];
            }
            else
            {
                request.Add(text);
            }
        }
    }

    /// <summary>What the response of a turn answers, as a person reads it: the texts since the response before it.</summary>
    public static string FindRequest(InstanceRow row, int turn) =>
        string.Join("\n\n", ListExchanges(row).First(exchange => exchange.Response.Turn == turn).Request.Select(text => text.Text));

    /// <summary>Which turn of how many it is, to stand behind what it is: <c>, turn 2 of 6</c>; empty for an instance without
    /// history.</summary>
    public string DescribeTurn(InstanceRow row) =>
        row.HistoryRoles.Length == 0 ? "" : $", turn {Turn + 1} of {row.HistoryRoles.Length + 2}";

    /// <summary>The text of an instance that a table names by field and turn.</summary>
    /// <exception cref="InvalidDataException">The instance has no such text: the table is about another one.</exception>
    public static InstanceText Find(InstanceRow row, InstanceField field, int turn)
    {
        foreach (var text in ListAll(row))
        {
            if (text.Field == field && text.Turn == turn)
            {
                return text;
            }
        }

        throw new InvalidDataException($"Instance {row.InstanceId} has no {field.Spell()} in turn {turn}.");
    }
}
