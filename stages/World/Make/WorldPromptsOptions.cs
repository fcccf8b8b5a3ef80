namespace Pipeline.Stages.World.Make;

/// <summary>Settings of prompts about the world.</summary>
public sealed record WorldPromptsOptions
{
    /// <summary>The world.</summary>
    public WorldOptions World { get; init; } = new();

    /// <summary>What the prompts' dataset is called.</summary>
    public string Dataset { get; init; } = "prompts";

    /// <summary>How they ask.</summary>
    public WorldForm Form { get; init; }

    /// <summary>Prompts about core facts of known entities that no instruction-tuning row is about.</summary>
    public int Known { get; init; }

    /// <summary>Prompts about unknown entities.</summary>
    public int Unknown { get; init; }

    /// <summary>Prompts about core facts of new entities, the first that the rows of <see cref="Learned"/> state; questions take another
    /// form than the row's.</summary>
    public int New { get; init; }

    /// <summary>The set that told of the new entities; needed where there are prompts about them.</summary>
    public WorldInstructionsOptions? Learned { get; init; }

    /// <summary>Seed of which facts are asked for and how; prompts of all forms are about the same facts in the same order.</summary>
    public int Seed { get; init; }

    /// <summary>Rows of a part at most.</summary>
    public int PartRows { get; init; } = 256;
}
