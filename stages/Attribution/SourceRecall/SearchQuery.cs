namespace Pipeline.Stages.Attribution.SourceRecall;

/// <summary>What is searched with.</summary>
public enum SearchQuery
{
    /// <summary>The prompt and the answer, as attribution does.</summary>
    PromptAndAnswer,

    /// <summary>The answer alone.</summary>
    Answer,

    /// <summary>The span itself.</summary>
    Span,
}
