namespace Pipeline.Modeling.Statistics;

/// <summary>What kind of figure is estimated: it decides what can be said where all that was counted agrees.</summary>
public enum Quantity
{
    /// <summary>A mean of values that may be any: where all are equal, nothing can be said of others.</summary>
    Mean,

    /// <summary>A share, or a mean of values from 0 to 1: none or all of n has exact limits.</summary>
    Share,

    /// <summary>Events by unit, as many as happen: none has an exact upper limit.</summary>
    Rate,
}
