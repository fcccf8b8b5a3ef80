namespace Pipeline.Engine.CommandLine;

/// <summary>An example that a command's help shows.</summary>
/// <param name="Command">The command's name; <c>run</c> for that of the whole program too.</param>
/// <param name="CommandLine">What to type after the program's name.</param>
/// <param name="Meaning">What it does.</param>
public sealed record CommandExample(string Command, string CommandLine, string Meaning);
