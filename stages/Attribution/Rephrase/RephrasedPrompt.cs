using Pipeline.Stages.Data.Ingest;

namespace Pipeline.Stages.Attribution.Rephrase;

/// <summary>What became of a prompt.</summary>
/// <param name="Form">How it was rephrased, or why it was not.</param>
/// <param name="Prompt">The new prompt, without its identity; null where there is none.</param>
/// <param name="Word">The word that was replaced; empty where none was.</param>
/// <param name="Replacement">What stands in its place.</param>
internal sealed record RephrasedPrompt(RephrasingForm Form, InstanceRow? Prompt, string Word = "", string Replacement = "")
{
    /// <summary>A prompt with other texts; what was said before, and the system message, stay.</summary>
    public static InstanceRow Alter(InstanceRow prompt, string instruction, string? input) =>
        new()
        {
            System = prompt.System,
            Instruction = instruction,
            Input = input,
            HistoryRoles = prompt.HistoryRoles,
            HistoryContents = prompt.HistoryContents,
        };
}
