using Pipeline.Stages.Data.Ingest;

namespace Pipeline.Stages.Data.Simplify;

/// <summary>An instance whose responses, <see cref="InstanceRow.Response"/> and those in the history, are the simplified ones; can be read
/// wherever an instance can.</summary>
public sealed class SimplifiedRow : InstanceRow
{
    /// <summary>The response before simplification.</summary>
    public string OriginalResponse { get; set; } = "";

    /// <summary>What was done to the response: <c>kept</c>, <c>shortened</c>, <c>protected</c> (code, list, calculation or text to
    /// write).</summary>
    public string Action { get; set; } = "";

    /// <summary>Every sentence that was dropped, in the order of the conversation.</summary>
    public string[] DroppedSentences { get; set; } = [];

    /// <summary><see cref="InstanceRow.HistoryContents"/> before simplification.</summary>
    public string[] OriginalHistoryContents { get; set; } = [];

    /// <summary>What was done to each turn of the history, in the words of <see cref="Action"/>; empty for a turn that is not the
    /// assistant's.</summary>
    public string[] HistoryActions { get; set; } = [];

    /// <summary>Every response of the conversation in order: what it was, what it is, and what was done.</summary>
    public IEnumerable<(string Original, string Text, string Action)> SimplifiedResponses() =>
        HistoryActions
            .Select((action, turn) => (OriginalHistoryContents[turn], HistoryContents[turn], action))
            .Where(response => response.action.Length > 0)
            .Append((OriginalResponse, Response, Action));
}
