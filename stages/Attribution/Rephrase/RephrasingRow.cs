namespace Pipeline.Stages.Attribution.Rephrase;

/// <summary>
/// A prompt whose answer borrowed, and how it was rephrased, or that it was not; the table <c>rephrasings.parquet</c> beside the new
/// prompts.
/// </summary>
public sealed class RephrasingRow
{
    /// <summary>The name of the table.</summary>
    public const string FileName = "rephrasings.parquet";

    /// <summary>The prompt that was rephrased.</summary>
    public string InstanceId { get; set; } = "";

    /// <summary>The new prompt; empty where there is none.</summary>
    public string RephrasedInstanceId { get; set; } = "";

    /// <summary>What is changed.</summary>
    public RephrasingKind Kind { get; set; }

    /// <summary>How, or why not.</summary>
    public RephrasingForm Form { get; set; }

    /// <summary>The word that was replaced, as the prompt spells it; empty where none was.</summary>
    public string Word { get; set; } = "";

    /// <summary>What stands in its place.</summary>
    public string Replacement { get; set; } = "";

    /// <summary>The training instance whose request says what is shared: the source of the prompt's strongest span; empty for a rephrasing
    /// of the user's, which is about all spans.</summary>
    public string SourceInstanceId { get; set; } = "";

    /// <summary>The new prompt's instruction and input as a person reads them; empty where there is none.</summary>
    public string Text { get; set; } = "";
}
