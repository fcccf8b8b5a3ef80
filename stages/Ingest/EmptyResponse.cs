namespace Pipeline.Stages.Ingest;

/// <summary>What to do with a row whose response is empty.</summary>
public enum EmptyResponse
{
    /// <summary>Stop with an error that quotes the row.</summary>
    Error,

    /// <summary>Leave the row out; how many is said.</summary>
    Skip,

    /// <summary>Keep the row: a prompt needs no reference.</summary>
    Keep,
}
