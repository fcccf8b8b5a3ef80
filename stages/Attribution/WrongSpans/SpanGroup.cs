namespace Pipeline.Stages.Attribution.WrongSpans;

/// <summary>What spans are counted together.</summary>
public enum SpanGroup
{
    /// <summary>Those marked wrong.</summary>
    Wrong,

    /// <summary>Those marked right.</summary>
    Right,

    /// <summary>Those marked unclear.</summary>
    Unclear,

    /// <summary>For each wrong span as many words one after the other that nobody marked, drawn from the same answer.</summary>
    Unmarked,
}
