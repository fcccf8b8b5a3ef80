using System.ComponentModel.DataAnnotations;

namespace Pipeline.Stages.World.Make;

/// <summary>
/// Settings of the fictional world: who lives in it and what is known. The same settings give the same world, so that every stage that
/// needs it builds it again.
/// </summary>
public sealed record WorldOptions
{
    /// <summary>Seed of names, facts and value pools.</summary>
    public int Seed { get; init; }

    /// <summary>Entities of each kind whose facts the pre-training text states.</summary>
    [Range(4, 10_000)]
    public int KnownEntities { get; init; } = 80;

    /// <summary>Entities of each kind that only instruction-tuning rows tell of.</summary>
    [Range(0, 10_000)]
    public int NewEntities { get; init; } = 200;

    /// <summary>Entities of each kind that nothing tells of; their names are new combinations of words that other names hold.</summary>
    [Range(0, 10_000)]
    public int UnknownEntities { get; init; } = 30;

    /// <summary>First words, and second words, that the names of a kind are made of. Their square is the most entities of a kind.</summary>
    [Range(2, 200)]
    public int NameWords { get; init; } = 28;

    /// <summary>
    /// Modifiers, the first words of values, shared by all attributes. For each attribute a third of them makes the values of pre-training,
    /// a third those of instruction-tuning rows, a third those of the control.
    /// </summary>
    [Range(3, 300)]
    public int Modifiers { get; init; } = 96;

    /// <summary>Share of the known entities whose rare attributes the pre-training text states; of the others they can only be
    /// invented.</summary>
    [Range(0.0, 1.0)]
    public double RareShare { get; init; } = 0.3;
}
