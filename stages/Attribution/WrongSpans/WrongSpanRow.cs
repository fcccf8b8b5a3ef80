using Pipeline.Stages.Attribution.Mark;

namespace Pipeline.Stages.Attribution.WrongSpans;

/// <summary>
/// A marked span of an answer, or a window of words that nobody marked, and the training row that it comes from. It comes from a row where
/// one judged span holds more than half of its content words; of a span without content words, more than half of its words.
/// </summary>
public sealed class WrongSpanRow
{
    /// <summary>The answered prompt's instance.</summary>
    public string InstanceId { get; set; } = "";

    /// <summary>0-based number of the answer among those sampled for the prompt.</summary>
    public int Sample { get; set; }

    /// <summary>Name of the model that answered.</summary>
    public string Model { get; set; } = "";

    /// <summary>Who marked it; of a window, who marked the wrong span that it is drawn for.</summary>
    public MarkOrigin Origin { get; set; }

    /// <summary>What it is counted with.</summary>
    public SpanGroup Group { get; set; }

    /// <summary>0-based character (UTF-16) where it starts in the answer.</summary>
    public int Start { get; set; }

    /// <summary>Its length in the answer, UTF-16 characters.</summary>
    public int Length { get; set; }

    /// <summary>The span as the answer spells it.</summary>
    public string Text { get; set; } = "";

    /// <summary>Number of words that it touches.</summary>
    public int Words { get; set; }

    /// <summary>Whether annotators say different things of it.</summary>
    public bool Disputed { get; set; }

    /// <summary>The highest level of a judged span that it comes from, those left out that stand in the prompt or are contamination; 0
    /// where it comes from none.</summary>
    public int Level { get; set; }

    /// <summary>The training instance of that judged span; empty for none.</summary>
    public string SourceInstanceId { get; set; } = "";

    /// <summary>The highest level of a judged span that is contamination and that it would come from; 0 for none.</summary>
    public int ContaminatedLevel { get; set; }

    /// <summary>The training instance whose request is nearly the prompt, of that span; empty for none.</summary>
    public string ContaminatedBy { get; set; } = "";
}
