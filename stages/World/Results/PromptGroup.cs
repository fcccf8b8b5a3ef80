using Pipeline.Stages.World.Make;

namespace Pipeline.Stages.World.Results;

/// <summary>Prompts that are measured together.</summary>
/// <param name="Group">Who tells of the entities asked about.</param>
/// <param name="Form">How they are asked.</param>
internal readonly record struct PromptGroup(WorldGroup Group, WorldForm Form)
{
    /// <summary>Questions about known entities, in the chat template.</summary>
    public static PromptGroup Known { get; } = new(WorldGroup.Known, WorldForm.Instruction);
}
