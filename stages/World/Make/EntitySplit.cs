namespace Pipeline.Stages.World.Make;

/// <summary>What a known entity serves.</summary>
public enum EntitySplit
{
    /// <summary>Instruction-tuning rows may be about it.</summary>
    Instructions,

    /// <summary>Prompts ask for it; no row is about it.</summary>
    Tests,
}
