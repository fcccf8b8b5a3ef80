using Pipeline.Engine.Planning;
using Pipeline.Stages.Answers.ShiftSummary;

namespace Pipeline.App.Wiring.Answers;

/// <summary>A table of token shifts.</summary>
/// <param name="Summarised">What the summary says of it.</param>
/// <param name="Table">The node that writes it.</param>
internal sealed record MeasuredShift(SummarisedModel Summarised, StageNode Table);
