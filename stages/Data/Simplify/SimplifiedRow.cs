using Pipeline.Engine.Tables;
using Pipeline.Stages.Data.Ingest;

namespace Pipeline.Stages.Data.Simplify;

/// <summary>An instance whose responses, <see cref="InstanceRow.Response"/> and those in the history, are the simplified ones; can be read
/// wherever an instance can.</summary>
public sealed class SimplifiedRow : InstanceRow
{
    /// <summary>The response before simplification.</summary>
    public string OriginalResponse { get; set; } = "";

    /// <summary>What was done to the response.</summary>
    public SimplifyAction Action { get; set; }

    /// <summary>Every sentence that was dropped, in the order of the conversation.</summary>
    public string[] DroppedSentences { get; set; } = [];

    /// <summary><see cref="InstanceRow.HistoryContents"/> before simplification.</summary>
    public string[] OriginalHistoryContents { get; set; } = [];

    /// <summary>What was done to each turn of the history; null for a turn that is not the assistant's.</summary>
    [EmptyWhenNull]
    public SimplifyAction?[] HistoryActions { get; set; } = [];

    /// <summary>Every response of the conversation in order: what it was, what it is, and what was done.</summary>
    public IEnumerable<(string Original, string Text, SimplifyAction Action)> SimplifiedResponses() =>
        HistoryActions
            .Index()
            .Where(turn => turn.Item is not null)
            .Select(turn => (OriginalHistoryContents[turn.Index], HistoryContents[turn.Index], turn.Item!.Value))
            .Append((OriginalResponse, Response, Action));
}
