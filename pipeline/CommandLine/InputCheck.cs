namespace Pipeline.Engine.CommandLine;

/// <summary>One check of the user's inputs.</summary>
/// <param name="Subject">What is checked, as the user knows it, such as <c>datasets.alpaca</c>.</param>
/// <param name="RunAsync">
/// Checks, and returns a few words about what was found (<c>480 rows, 3 duplicates</c>); throws <see cref="InputException"/> or
/// <see cref="InvalidDataException"/> if the input cannot be used.
/// </param>
public sealed record InputCheck(string Subject, Func<CancellationToken, Task<string>> RunAsync);
