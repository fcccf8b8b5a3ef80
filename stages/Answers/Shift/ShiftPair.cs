namespace Pipeline.Stages.Answers.Shift;

/// <summary>Two models that are compared with each other, on the answers of the second.</summary>
public sealed record ShiftPair
{
    /// <summary>The model on the base's side, such as <c>lft.alpaca</c>.</summary>
    public required string From { get; init; }

    /// <summary>The model whose answers are scored, such as <c>sft.alpaca</c>.</summary>
    public required string To { get; init; }
}
