namespace Pipeline.Stages.Shift;

/// <summary>Settings of the token-shift measurement.</summary>
public sealed record ShiftOptions
{
    /// <summary>Answers scored at once; logits exist for one answer at a time, so this bounds hidden states only.</summary>
    public int BatchSize { get; init; } = 16;
}
