using Pipeline.Engine.Planning;
using Pipeline.Engine.Stages;

namespace Pipeline.Engine.Dataflow;

/// <summary>A node with its whole inputs at hand, ready to run parts.</summary>
/// <param name="Node">The node.</param>
/// <param name="Inputs">Its whole inputs.</param>
/// <param name="Context">What its stage is offered beside the inputs.</param>
internal sealed record StageWork(StageNode Node, StageInputs Inputs, StageContext Context);
