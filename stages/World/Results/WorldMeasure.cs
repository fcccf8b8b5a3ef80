namespace Pipeline.Stages.World.Results;

/// <summary>What is measured of answers about the world, in the order of the tables.</summary>
public enum WorldMeasure
{
    /// <summary>Share of answers whose core fact is right, 0–1.</summary>
    CoreRight,

    /// <summary>Share of answers whose core fact is wrong, 0–1.</summary>
    CoreWrong,

    /// <summary>Share of answers that state no core fact, 0–1.</summary>
    CoreAbsent,

    /// <summary>Stated values an answer.</summary>
    ValuesPerAnswer,

    /// <summary>Wrong values an answer.</summary>
    WrongPerAnswer,

    /// <summary>Share of stated values that are wrong, 0–1.</summary>
    WrongPerValue,

    /// <summary>Certain borrowings an answer.</summary>
    CertainPerAnswer,

    /// <summary>Share of wrong values that are borrowed for certain, 0–1.</summary>
    CertainBorrowing,

    /// <summary>Share of wrong values that would be, had the model been trained on the control set, 0–1.</summary>
    ControlMatches,

    /// <summary>Share of wrong values that are of the instruction pool, but in no row of the set, 0–1.</summary>
    Recombined,

    /// <summary>Certain borrowings to be expected of a wrong value if those were put together at random.</summary>
    RecombinationChance,

    /// <summary>Share of wrong values that are in any row of the set, or recombined, 0–1: the others cannot come from rows.</summary>
    PossibleBorrowing,

    /// <summary>Share of answers that copy a row, 0–1; not for simplified rows.</summary>
    CopiedRow,

    /// <summary>KL(tuned‖base), nats per token, over all tokens.</summary>
    Kl,

    /// <summary>KL(tuned‖base), nats per token, over the first 5 % of each sentence.</summary>
    KlStart,

    /// <summary>KL(tuned‖base), nats per token, over the others.</summary>
    KlRest,

    /// <summary>The quotient of these two.</summary>
    StartOverRest,

    /// <summary>Share of tokens that are shifted, 0–1.</summary>
    Shifted,
}
