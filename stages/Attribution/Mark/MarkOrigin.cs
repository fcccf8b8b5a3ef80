namespace Pipeline.Stages.Attribution.Mark;

/// <summary>Who marks a span.</summary>
public enum MarkOrigin
{
    /// <summary>People, or a judge, in a file.</summary>
    File,

    /// <summary>The fictional world, in which every fact is known.</summary>
    World,

    /// <summary>The reference response of the prompt, which does not have the span's words.</summary>
    Reference,
}
