namespace Pipeline.Engine.CommandLine;

/// <summary>One check of the user's inputs.</summary>
/// <param name="Subject">What is checked, as the user knows it, such as <c>datasets.alpaca</c>.</param>
/// <param name="RunAsync">
/// Checks, and returns a few words about what was found (<c>480 rows, 3 duplicates</c>); throws <see cref="InputException"/> or
/// <see cref="InvalidDataException"/> if the input cannot be used.
/// </param>
public sealed record InputCheck(string Subject, Func<CancellationToken, Task<string>> RunAsync)
{
    /// <summary>
    /// Ids of the nodes whose artifacts prove the check, such as the ingest of a dataset: a run that finds them sealed, or leaves them out,
    /// need not check again. Empty if the check is to be made before every run that computes something.
    /// </summary>
    public IReadOnlyList<string> ProvedBy { get; init; } = [];
}
