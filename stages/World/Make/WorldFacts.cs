namespace Pipeline.Stages.World.Make;

/// <summary>Whose facts the rows of an instruction-tuning set state.</summary>
public enum WorldFacts
{
    /// <summary>Those of known and of new entities, half and half.</summary>
    Mixed,

    /// <summary>Those of known entities: true, as the base knows them; the rare ones that it does not know are dealt a value.</summary>
    Known,

    /// <summary>Those of new entities: every value is dealt.</summary>
    New,
}
