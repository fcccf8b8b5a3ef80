using System.Text.Json.Serialization;

namespace Pipeline.Engine.Dataflow;

/// <summary>How a run ended.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<RunOutcome>))]
public enum RunOutcome
{
    /// <summary>Everything selected is sealed.</summary>
    Completed,

    /// <summary>A stage failed.</summary>
    Failed,

    /// <summary>A stage found its input unusable.</summary>
    BadInput,

    /// <summary>The run was cancelled; what was sealed stays.</summary>
    Cancelled,
}
