using Pipeline.Stages.Data;

namespace Pipeline.Stages.Attribution.Counterfactual;

/// <summary>
/// A span that a model borrowed, under one model: itself (<c>full</c>), the base, or one that was retrained without some rows. The span's
/// tokens are the fewest that cover it: a token at an end that also spells characters outside (such as the space before the first word)
/// counts whole, for every model alike. They are the ids that were generated, never a text tokenized again.
/// </summary>
public sealed class CounterfactualSpanRow
{
    /// <summary>The answered prompt's instance.</summary>
    public string InstanceId { get; set; } = "";

    /// <summary>0-based number of the answer among those sampled for the prompt.</summary>
    public int Sample { get; set; }

    /// <summary>The model that wrote the span.</summary>
    public string Model { get; set; } = "";

    /// <summary>0-based character (UTF-16) where the span starts in its answer.</summary>
    public int Start { get; set; }

    /// <summary>Length of the span, UTF-16 characters.</summary>
    public int Length { get; set; }

    /// <summary>The span as the answer spells it.</summary>
    public string Text { get; set; } = "";

    /// <summary>The training instance that it is attributed to, which the <c>source</c> arm was trained without.</summary>
    public string SourceInstanceId { get; set; } = "";

    /// <summary>Under which model.</summary>
    public CounterfactualArm Arm { get; set; }

    /// <summary>Tokens of the span.</summary>
    public int Tokens { get; set; }

    /// <summary>Natural log-probability of the span's tokens, given the prompt and the model's own answer up to them; nats, over all
    /// tokens.</summary>
    public double LogProbability { get; set; }

    /// <summary>Its difference from that under the full model, nats; 0 for that model.</summary>
    public double Change { get; set; }

    /// <summary>Whether this model's own answer to the prompt holds the span: the same words in a row, case-folded; of several answers
    /// any.</summary>
    public bool GeneratedAgain { get; set; }

    /// <summary>This model's own answer to the prompt; of several the first.</summary>
    public string Answer { get; set; } = "";

    /// <summary>Rows that this model was trained without; 0 for the full model and the base.</summary>
    public int ExcludedRows { get; set; }

    /// <summary>What of the source instance the span stands in.</summary>
    public InstanceField SourceField { get; set; }

    /// <summary>0-based turn of that text in the instance's conversation, the system message not counted.</summary>
    public int SourceTurn { get; set; }
}
