namespace Pipeline.Stages.Attribution.Mark;

/// <summary>Settings of the marks of one model's answers.</summary>
public sealed record MarkOptions
{
    /// <summary>Whether answers are held against the reference responses of their prompts.</summary>
    public bool Reference { get; init; }
}
