namespace Pipeline.Stages.Answers.Generate;

/// <summary>Why an answer ended.</summary>
public enum FinishReason
{
    /// <summary>Its last token is one that ends an answer.</summary>
    Stop,

    /// <summary>It holds a stop string.</summary>
    StopString,

    /// <summary>It has the most tokens allowed.</summary>
    Length,

    /// <summary>It was written elsewhere.</summary>
    Imported,
}
