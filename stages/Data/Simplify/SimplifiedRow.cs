using Pipeline.Stages.Data.Ingest;

namespace Pipeline.Stages.Data.Simplify;

/// <summary>An instance whose <see cref="InstanceRow.Response"/> is the simplified one; can be read wherever an instance can.</summary>
public sealed class SimplifiedRow : InstanceRow
{
    /// <summary>The response before simplification.</summary>
    public string OriginalResponse { get; set; } = "";

    /// <summary>What was done: <c>kept</c>, <c>shortened</c>, <c>protected</c> (code, list, calculation or text to write).</summary>
    public string Action { get; set; } = "";

    /// <summary>Every sentence that was dropped, in order.</summary>
    public string[] DroppedSentences { get; set; } = [];
}
