namespace Pipeline.Stages.Attribution.Mark;

/// <summary>
/// A span of an answer that somebody called wrong, right or unclear. Spans of one origin may overlap where they were marked by different
/// annotators; those of different origins know nothing of each other.
/// </summary>
public sealed class MarkedSpanRow
{
    /// <summary>The answered prompt's instance.</summary>
    public string InstanceId { get; set; } = "";

    /// <summary>0-based number of the answer among those sampled for the prompt.</summary>
    public int Sample { get; set; }

    /// <summary>Name of the model that answered.</summary>
    public string Model { get; set; } = "";

    /// <summary>0-based character (UTF-16) where the span starts in the answer.</summary>
    public int Start { get; set; }

    /// <summary>Length of the span in the answer, UTF-16 characters; at least 1.</summary>
    public int Length { get; set; }

    /// <summary>The span as the answer spells it.</summary>
    public string Text { get; set; } = "";

    /// <summary>What most of those that marked it say; unclear where as many say something else.</summary>
    public MarkLabel Label { get; set; }

    /// <summary>How many marked it; 1 where no person did.</summary>
    public int Annotators { get; set; }

    /// <summary>How many of them gave the label; of a tie half of them or fewer.</summary>
    public int Agreeing { get; set; }

    /// <summary>What should stand there; empty where that is not known. Where annotators name different texts, what most of them name;
    /// of a tie the first in the file.</summary>
    public string RightText { get; set; } = "";

    /// <summary>Who marked it.</summary>
    public MarkOrigin Origin { get; set; }
}
