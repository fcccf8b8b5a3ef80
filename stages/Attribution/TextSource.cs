namespace Pipeline.Stages.Attribution;

/// <summary>What the streamed rows of a search are, and what of them is searched with.</summary>
public enum TextSource
{
    /// <summary>Training instances: instruction, input and response.</summary>
    Instances,

    /// <summary>Answers: prompt and answer.</summary>
    Answers,

    /// <summary>Answers without their prompts.</summary>
    AnswersAlone,
}
