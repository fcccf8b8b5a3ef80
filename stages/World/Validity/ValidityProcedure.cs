namespace Pipeline.Stages.World.Validity;

/// <summary>What calls spans borrowed, or orders them.</summary>
public enum ValidityProcedure
{
    /// <summary>Level 2 and more, contamination left out: q ≤ 0.05.</summary>
    Borrowed,

    /// <summary>Level 3 and more, contamination left out.</summary>
    BorrowedAndShifted,

    /// <summary>Level 4: retraining without their rows lowers them.</summary>
    Caused,

    /// <summary>Surprisal under the base of at least <see cref="SpanValidity.StrongSurprisal"/>.</summary>
    Strong,

    /// <summary>q ≤ 0.1.</summary>
    QAtMostTenth,

    /// <summary>All spans.</summary>
    StandsInARow,

    /// <summary>By surprisal under the base, highest first.</summary>
    BaseSurprisal,

    /// <summary>By the log-ratio of tuned and base, highest first.</summary>
    LogRatio,

    /// <summary>By surprisal under the corpus without the rows that hold the span, highest first.</summary>
    CorpusSurprisal,

    /// <summary>By the number of words, longest first.</summary>
    Words,

    /// <summary>By the number of rows that hold the span, fewest first.</summary>
    SourceCount,
}
