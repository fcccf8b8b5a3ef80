namespace Pipeline.Stages.World.Make;

/// <summary>Who tells of an entity.</summary>
public enum WorldGroup
{
    /// <summary>The pre-training text.</summary>
    Known,

    /// <summary>Instruction-tuning rows alone.</summary>
    New,

    /// <summary>Nothing.</summary>
    Unknown,
}
