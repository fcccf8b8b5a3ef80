namespace Pipeline.Stages.Generate;

/// <summary>One answer of one model to one prompt, generated here or imported.</summary>
public sealed class GenerationRow
{
    /// <summary>The prompt's instance.</summary>
    public string InstanceId { get; set; } = "";

    /// <summary>0-based number of the answer among those sampled for the prompt.</summary>
    public int Sample { get; set; }

    /// <summary>Name of the model as the configuration calls it, such as <c>lft.alpaca</c>.</summary>
    public string Model { get; set; } = "";

    /// <summary>The prompt as a person reads it: instruction and input, without template.</summary>
    public string Prompt { get; set; } = "";

    /// <summary>The answer.</summary>
    public string Text { get; set; } = "";

    /// <summary>The reference response of the prompt's dataset; null when there is none.</summary>
    public string? Reference { get; set; }

    /// <summary>Token ids fed to the model, template included; empty for imported answers.</summary>
    public int[] PromptIds { get; set; } = [];

    /// <summary>Generated token ids, end token included where it was generated; empty for imported answers.</summary>
    public int[] AnswerIds { get; set; } = [];

    /// <summary>Why it ended: <c>stop</c> (end token), <c>length</c> (limit), <c>imported</c>.</summary>
    public string FinishReason { get; set; } = "";
}
