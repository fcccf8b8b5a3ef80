namespace Pipeline.Stages.Attribution.Continuations;

/// <summary>
/// A wrong span of an answer and what should stand there, both as continuations of the prompt and of the answer up to them, under one
/// model. What was written is scored by the ids that were generated; the right text is cut into tokens as what goes on from the same
/// place, with the characters that the first and the last of the written tokens spell outside the span (such as the space before it)
/// around it.
/// </summary>
public sealed class ContinuationRow
{
    /// <summary>The answered prompt's instance.</summary>
    public string InstanceId { get; set; } = "";

    /// <summary>0-based number of the answer among those sampled for the prompt.</summary>
    public int Sample { get; set; }

    /// <summary>The model that wrote the answer.</summary>
    public string Model { get; set; } = "";

    /// <summary>The model that reads it.</summary>
    public string Scorer { get; set; } = "";

    /// <summary>0-based character (UTF-16) where the span starts in the answer.</summary>
    public int Start { get; set; }

    /// <summary>Length of the span in the answer, UTF-16 characters.</summary>
    public int Length { get; set; }

    /// <summary>The span as the answer spells it.</summary>
    public string Text { get; set; } = "";

    /// <summary>What should stand there.</summary>
    public string RightText { get; set; } = "";

    /// <summary>Tokens of what was written: the fewest that cover the span.</summary>
    public int Tokens { get; set; }

    /// <summary>Tokens of the right text in its place.</summary>
    public int RightTokens { get; set; }

    /// <summary>Natural log-probability of what was written, nats, over all its tokens.</summary>
    public double LogProbability { get; set; }

    /// <summary>Natural log-probability of the right text, nats, over all its tokens.</summary>
    public double RightLogProbability { get; set; }

    /// <summary>ln p(right) − ln p(written), nats, over all tokens: above 0 the model prefers the right text. This decides.</summary>
    public double Margin { get; set; }

    /// <summary>The same for each text's mean over its tokens, nats a token.</summary>
    public double MarginPerToken { get; set; }

    /// <summary>Tokens that both texts begin with; where they part, one place is left at which one next token is right and another was
    /// written.</summary>
    public int SharedTokens { get; set; }

    /// <summary>Natural log-probability of the written token at that place, nats; null where one text is the beginning of the
    /// other.</summary>
    public double? NextLogProbability { get; set; }

    /// <summary>Natural log-probability of the right text's token at that place, nats; null where one text is the beginning of the
    /// other.</summary>
    public double? RightNextLogProbability { get; set; }
}
