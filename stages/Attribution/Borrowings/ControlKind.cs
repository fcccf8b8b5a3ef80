namespace Pipeline.Stages.Attribution.Borrowings;

/// <summary>What a model's spans are held against: what it shares with rows that it cannot have it from.</summary>
public enum ControlKind
{
    /// <summary>The same method trained on the untrained twin of the rows (the fictional world), and the model itself, each held against
    /// the other's rows: style and form are equal.</summary>
    Twin,

    /// <summary>The same method trained on either half of the rows, each held against the other half's rows: style and form are
    /// equal.</summary>
    SplitHalf,

    /// <summary>Answers of another model, or from elsewhere, that were never trained on the rows: style is equal only if that model's
    /// is.</summary>
    Model,

    /// <summary>The untuned base: it does not hold style or length equal, so that an excess over it may be style alone.</summary>
    Base,
}
