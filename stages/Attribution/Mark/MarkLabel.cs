namespace Pipeline.Stages.Attribution.Mark;

/// <summary>What is said of a marked span.</summary>
public enum MarkLabel
{
    /// <summary>It says what is not so.</summary>
    Wrong,

    /// <summary>It says what is so.</summary>
    Right,

    /// <summary>Nobody can tell, or as many say the one as the other.</summary>
    Unclear,
}
