using Pipeline.Stages.Attribution.Rephrase;
using Pipeline.Stages.Data;

namespace Pipeline.Stages.Attribution.PromptCounterfactual;

/// <summary>A span that a model borrowed, and whether the same model writes it again when the prompt is rephrased. A span that the new
/// prompt holds says nothing and has no row.</summary>
public sealed class PromptCounterfactualSpanRow
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

    /// <summary>The training instance that it is attributed to.</summary>
    public string SourceInstanceId { get; set; } = "";

    /// <summary>The rephrased prompt's instance.</summary>
    public string RephrasedInstanceId { get; set; } = "";

    /// <summary>What of the prompt was changed.</summary>
    public RephrasingKind Kind { get; set; }

    /// <summary>Instruction and input of the rephrased prompt, as a person reads them.</summary>
    public string RephrasedPrompt { get; set; } = "";

    /// <summary>Whether the answer to it holds the span: the same words in a row, case-folded; of several answers any.</summary>
    public bool WrittenAgain { get; set; }

    /// <summary>The answer to it; of several the first.</summary>
    public string Answer { get; set; } = "";

    /// <summary>What of the source instance the span stands in.</summary>
    public InstanceField SourceField { get; set; }

    /// <summary>0-based turn of that text in the instance's conversation, the system message not counted.</summary>
    public int SourceTurn { get; set; }
}
