namespace Pipeline.Stages.World.Results;

/// <summary>The names of what is measured.</summary>
internal static class Measures
{
    public const string CoreRight = "core_right";
    public const string CoreWrong = "core_wrong";
    public const string CoreAbsent = "core_absent";
    public const string CopiedRow = "copied_row";
    public const string ValuesPerAnswer = "values_per_answer";
    public const string WrongPerAnswer = "wrong_per_answer";
    public const string WrongPerValue = "wrong_per_value";
    public const string CertainPerAnswer = "certain_per_answer";
    public const string CertainBorrowing = "certain_borrowing";
    public const string ControlMatches = "control_matches";
    public const string Recombined = "recombined";
    public const string RecombinationChance = "recombination_chance";
    public const string PossibleBorrowing = "possible_borrowing";
    public const string Kl = "kl";
    public const string KlStart = "kl_start";
    public const string KlRest = "kl_rest";
    public const string StartOverRest = "start_over_rest";
    public const string Shifted = "shifted";

    /// <summary>All of them, in the order of the tables.</summary>
    public static IReadOnlyList<string> All { get; } =
    [
        CoreRight,
        CoreWrong,
        CoreAbsent,
        ValuesPerAnswer,
        WrongPerAnswer,
        WrongPerValue,
        CertainPerAnswer,
        CertainBorrowing,
        ControlMatches,
        Recombined,
        RecombinationChance,
        PossibleBorrowing,
        CopiedRow,
        Kl,
        KlStart,
        KlRest,
        StartOverRest,
        Shifted,
    ];

    /// <summary>Shares: what is counted at most as often as what it is a share of.</summary>
    public static bool IsShare(string measure) =>
        measure
            is CoreRight
                or CoreWrong
                or CoreAbsent
                or WrongPerValue
                or CertainBorrowing
                or ControlMatches
                or Recombined
                or PossibleBorrowing
                or CopiedRow
                or Shifted;

    /// <summary>Numbers of events: as many in one thing as happen.</summary>
    public static bool IsCount(string measure) => measure is ValuesPerAnswer or WrongPerAnswer or CertainPerAnswer;
}
