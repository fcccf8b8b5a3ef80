namespace Pipeline.Stages.Attribution.Exclude;

/// <summary>Which rows to leave out: those that results blame, or as many others to hold their absence against.</summary>
public enum ExclusionArm
{
    /// <summary>The rows that spans are attributed to, those with most spans first.</summary>
    Source,

    /// <summary>Placebo: rows drawn by seed that no span is attributed to and that are not in the other placebo.</summary>
    Random,

    /// <summary>Placebo: the rows nearest to the answers with those spans that no span is attributed to.</summary>
    Similar,
}
