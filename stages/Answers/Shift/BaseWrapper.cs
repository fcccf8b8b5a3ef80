namespace Pipeline.Stages.Answers.Shift;

/// <summary>What stands around the request when the base model reads it.</summary>
public enum BaseWrapper
{
    /// <summary>The tuned model's own prompt, token by token: what moved is the model, not the prompt.</summary>
    Same,

    /// <summary>The request alone: what a user of the base model would type.</summary>
    Bare,

    /// <summary>The query and answer headings that AlignTDS, the code behind the published figures, puts around the request.</summary>
    Aligntds,
}
