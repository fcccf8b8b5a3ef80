namespace Pipeline.Stages.Attribution;

/// <summary>Which side of a request and its response is embedded.</summary>
public enum EmbeddedText
{
    /// <summary>Both: instruction, input and response; of an answer its prompt and the answer.</summary>
    Both,

    /// <summary>Instruction and input; of an answer its prompt.</summary>
    Instruction,

    /// <summary>The response; of an answer the answer.</summary>
    Response,
}
