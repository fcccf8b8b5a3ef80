namespace Pipeline.Engine.Stages;

/// <summary>How far a unit of work has come.</summary>
/// <param name="Done">Steps or rows done.</param>
/// <param name="Total">Steps or rows in all; 0 when unknown.</param>
/// <param name="Note">A few words for the console, such as <c>loss of this step 1.23</c>.</param>
public readonly record struct StageProgress(long Done, long Total, string Note = "");
