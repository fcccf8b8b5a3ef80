namespace Pipeline.Stages.Data.Ingest;

/// <summary>What to do with a row whose response, or instruction, is empty.</summary>
public enum EmptyResponse
{
    /// <summary>Stop with an error that quotes the row.</summary>
    Error,

    /// <summary>Leave the row out; how many is said.</summary>
    Skip,

    /// <summary>Keep a row without a response: a prompt needs no reference. An empty instruction is an error all the same.</summary>
    Keep,
}
