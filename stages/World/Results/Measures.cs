namespace Pipeline.Stages.World.Results;

/// <summary>What kinds of measures there are.</summary>
internal static class Measures
{
    /// <summary>All of them, in the order of the tables.</summary>
    public static IReadOnlyList<WorldMeasure> All { get; } = Enum.GetValues<WorldMeasure>();

    /// <summary>Shares: what is counted at most as often as what it is a share of.</summary>
    public static bool IsShare(WorldMeasure measure) =>
        measure
            is WorldMeasure.CoreRight
                or WorldMeasure.CoreWrong
                or WorldMeasure.CoreAbsent
                or WorldMeasure.WrongPerValue
                or WorldMeasure.CertainBorrowing
                or WorldMeasure.ControlMatches
                or WorldMeasure.Recombined
                or WorldMeasure.PossibleBorrowing
                or WorldMeasure.CopiedRow
                or WorldMeasure.Shifted;

    /// <summary>Numbers of events: as many in one thing as happen.</summary>
    public static bool IsCount(WorldMeasure measure) =>
        measure is WorldMeasure.ValuesPerAnswer or WorldMeasure.WrongPerAnswer or WorldMeasure.CertainPerAnswer;
}
