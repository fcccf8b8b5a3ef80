namespace Pipeline.Stages.Embed;

/// <summary>What the streamed rows of an embedding are.</summary>
public enum TextSource
{
    /// <summary>Training instances: instruction, input and response.</summary>
    Instances,

    /// <summary>Answers: prompt and answer.</summary>
    Answers,
}
