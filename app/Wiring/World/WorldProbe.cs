using Pipeline.Engine.Planning;

namespace Pipeline.App.Wiring.World;

/// <summary>Answers of a model to questions of another form than the prompts', held against the truth.</summary>
/// <param name="Name">The form as settings spell it, such as <c>held_out</c>.</param>
/// <param name="Measured">The node of what was found.</param>
internal sealed record WorldProbe(string Name, StageNode Measured);
