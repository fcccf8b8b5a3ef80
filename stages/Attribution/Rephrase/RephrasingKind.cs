namespace Pipeline.Stages.Attribution.Rephrase;

/// <summary>What a rephrasing changes.</summary>
public enum RephrasingKind
{
    /// <summary>What the prompt shares with the request of the source row.</summary>
    Concept,

    /// <summary>Something else, and not what they share.</summary>
    Placebo,
}
