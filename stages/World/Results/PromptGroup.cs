namespace Pipeline.Stages.World.Results;

/// <summary>Prompts that are measured together.</summary>
/// <param name="Group">What is known of the entities asked about.</param>
/// <param name="Form">How they are asked.</param>
internal readonly record struct PromptGroup(string Group, string Form)
{
    /// <summary>Questions about known entities, in the chat template.</summary>
    public static PromptGroup Known { get; } = new("known", "instruction");
}
