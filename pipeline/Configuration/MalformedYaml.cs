using YamlDotNet.Core;

namespace Pipeline.Engine.Configuration;

/// <summary>Says in our words what is wrong with a YAML text that the parser gave up on.</summary>
internal static class MalformedYaml
{
    private const int MostOfLine = 60;

    /// <summary>What the parser's message holds, and what it means to who wrote the file.</summary>
    private static readonly (string Holds, string Meaning)[] _known =
    [
        ("expected ',' or ']'", "a list in brackets is not closed, or lacks a comma"),
        ("expected ',' or '}'", "a mapping in braces is not closed, or lacks a comma"),
        ("escape character", "a backslash in double quotes stands before what it cannot; single quotes take it as it is"),
        ("quoted scalar", "a quotation mark is not closed"),
        ("invalid mapping", "a ': ' stands where a value goes on; a value that holds one needs quotes, and a key its own line"),
        ("cannot start any token", "a value begins with a character that needs quotes around it"),
        ("expected key", "expected a key of the mapping around it, indented as the others"),
        ("block collection", "expected an item of the list around it, indented as the others"),
        ("anchor or alias", "an anchor or alias has no name, or one with a character that it may not have"),
        ("block scalar", "a text block is begun or indented as none can be"),
        ("directive", "a line that begins with % is none that is known"),
    ];

    /// <summary>The fault, with the line at which the parser gave up.</summary>
    /// <param name="error">What the parser threw.</param>
    /// <param name="text">The text.</param>
    /// <param name="line">The 1-based line.</param>
    public static string Describe(YamlException error, string text, int line)
    {
        var meaning = _known.FirstOrDefault(known => error.Message.Contains(known.Holds, StringComparison.OrdinalIgnoreCase)).Meaning;
        var lines = text.Split('\n');
        var found = line >= 1 && line <= lines.Length ? lines[line - 1].Trim() : "";
        return $"{meaning ?? "expected 'key: value' or '- item'"}"
            + (found.Length == 0 ? "; the text ends here" : $"; found {Quotation.Quote(found[..Math.Min(found.Length, MostOfLine)])}");
    }
}
