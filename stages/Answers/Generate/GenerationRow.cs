namespace Pipeline.Stages.Answers.Generate;

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

    /// <summary>Generated token ids, end token or the tokens of a stop string included where they were generated; empty for imported
    /// answers.</summary>
    public int[] AnswerIds { get; set; } = [];

    /// <summary>
    /// Natural log-probability of each of <see cref="AnswerIds"/> under the model itself, before penalty, temperature and truncation; empty
    /// for imported answers.
    /// </summary>
    public float[] LogProbabilities { get; set; } = [];

    /// <summary>Tokens that were chosen although the logit of another was closer than 1e-4: other hardware may choose the other.</summary>
    public int NearTies { get; set; }

    /// <summary>Why it ended.</summary>
    public FinishReason FinishReason { get; set; }
}
