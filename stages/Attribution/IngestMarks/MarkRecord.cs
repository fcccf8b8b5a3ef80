using Pipeline.Engine;
using Pipeline.Stages.Attribution.Mark;

namespace Pipeline.Stages.Attribution.IngestMarks;

/// <summary>One row of a file of marks, before it is known which answer it is about.</summary>
internal sealed record MarkRecord
{
    /// <summary>1-based row of the file.</summary>
    public required long RowNumber { get; init; }

    /// <summary>Where it stands, as messages quote it: file, row and byte.</summary>
    public required string Place { get; init; }

    /// <summary>The prompt's instance; null where the prompt's text says which it is.</summary>
    public string? InstanceId { get; init; }

    /// <summary>The prompt's text; null where its instance says which it is.</summary>
    public string? Prompt { get; init; }

    /// <summary>The model that answered; null for each whose answer holds the quote.</summary>
    public string? Model { get; init; }

    /// <summary>0-based number of the answer among those sampled for the prompt; null for each that holds the quote.</summary>
    public int? Sample { get; init; }

    /// <summary>0-based character (UTF-16) of the answer where the span starts; null where the quote says it.</summary>
    public int? Start { get; init; }

    /// <summary>The character after its last; null where the quote says it.</summary>
    public int? End { get; init; }

    /// <summary>The span as the answer spells it; null where start and end say it.</summary>
    public string? Quote { get; init; }

    /// <summary>What is said of it.</summary>
    public required MarkLabel Label { get; init; }

    /// <summary>Who says it; empty for one who is not named.</summary>
    public string Annotator { get; init; } = "";

    /// <summary>What should stand there; empty where that is not said.</summary>
    public string RightText { get; init; } = "";

    /// <summary>An error about this row.</summary>
    public InputException Refuse(string problem) => new($"{Place}: {problem}");
}
