using Pipeline.Stages.Data;

namespace Pipeline.Stages.Attribution.Attribute;

/// <summary>
/// A maximal verbatim span, within one sentence and line, that an answer shares with any training instance: it lies inside no other span
/// of the answer.
/// </summary>
public sealed class BorrowedSpanRow
{
    /// <summary>The answered prompt's instance.</summary>
    public string InstanceId { get; set; } = "";

    /// <summary>0-based number of the answer among those sampled for the prompt.</summary>
    public int Sample { get; set; }

    /// <summary>Name of the model that answered.</summary>
    public string Model { get; set; } = "";

    /// <summary>0-based character (UTF-16) where the span starts in the answer.</summary>
    public int Start { get; set; }

    /// <summary>Length of the span in the answer, UTF-16 characters.</summary>
    public int Length { get; set; }

    /// <summary>The span as the answer spells it.</summary>
    public string Text { get; set; } = "";

    /// <summary>Number of words.</summary>
    public int Words { get; set; }

    /// <summary>
    /// The training instance that it is attributed to: of those that hold it the one that retrieval ranks best; where none was retrieved,
    /// the one that shares most words with prompt and answer, weighted by rarity.
    /// </summary>
    public string SourceInstanceId { get; set; } = "";

    /// <summary>0-based character (UTF-16) where the span starts in the text of that instance that <see cref="SourceField"/> and
    /// <see cref="SourceTurn"/> name.</summary>
    public int SourceStart { get; set; }

    /// <summary>Length in that text, UTF-16 characters.</summary>
    public int SourceLength { get; set; }

    /// <summary>Similarity of answer and source instance, as retrieval scored it; null where it was not among the retrieved.</summary>
    public double? Similarity { get; set; }

    /// <summary>How many instances of the whole table hold the span in a searched text: the fewer, the stronger the evidence.</summary>
    public int SourceCount { get; set; }

    /// <summary>Whether the span also stands in the prompt, so that it needs no other source.</summary>
    public bool InPrompt { get; set; }

    /// <summary>Whether a control model, never trained on these rows, wrote the span too.</summary>
    public bool InControl { get; set; }

    /// <summary>Borrowed: in a training row, neither in the prompt nor written by the control.</summary>
    public bool Borrowed { get; set; }

    /// <summary>What of the source instance the span stands in.</summary>
    public InstanceField SourceField { get; set; }

    /// <summary>
    /// 0-based turn of that text in the instance's conversation, the system message not counted. The last instruction and its input are one
    /// turn: 0 where there is no history; its response is the next.
    /// </summary>
    public int SourceTurn { get; set; }
}
