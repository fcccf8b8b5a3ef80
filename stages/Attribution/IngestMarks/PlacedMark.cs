using Pipeline.Stages.Answers.Generate;

namespace Pipeline.Stages.Attribution.IngestMarks;

/// <summary>A mark with the answer that it is about.</summary>
/// <param name="Record">The row of the file.</param>
/// <param name="Answer">The answer.</param>
/// <param name="Start">0-based character (UTF-16) where the span starts in it.</param>
/// <param name="Length">Its length, UTF-16 characters; at least 1.</param>
internal sealed record PlacedMark(MarkRecord Record, GenerationRow Answer, int Start, int Length)
{
    /// <summary>The character after its last.</summary>
    public int End => Start + Length;

    /// <summary>The span as the answer spells it.</summary>
    public string Text => Answer.Text.Substring(Start, Length);
}
