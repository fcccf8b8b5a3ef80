namespace Pipeline.Stages.Attribution.ContinuationSummary;

/// <summary>Which wrong spans a figure is about.</summary>
public enum SpanSet
{
    /// <summary>All whose right text is known.</summary>
    Wrong,

    /// <summary>Those of them that a span holds, or lies in, that is called borrowed.</summary>
    Borrowed,

    /// <summary>Those of them that are borrowed for certain.</summary>
    Certain,
}
