using System.Text.RegularExpressions;

namespace Pipeline.Engine.Configuration;

/// <summary>Turns a path as written into an absolute one: <c>~</c> at its start and <c>${NAME}</c> anywhere expand, nothing else
/// does.</summary>
internal static partial class PathExpansion
{
    /// <summary>The absolute path; a relative one starts at the folder of the file that it stands in.</summary>
    /// <exception cref="InputException">An environment variable is not set, or the text is no path.</exception>
    public static string Resolve(string spelled, SourcePosition position)
    {
        var expanded = VariablePattern()
            .Replace(
                spelled,
                match =>
                    Environment.GetEnvironmentVariable(match.Groups[1].Value)
                    ?? throw new InputException(
                        $"{position}: {Quotation.Quote(spelled)}: the environment variable '{match.Groups[1].Value}' is not set"
                    )
            );
        if (expanded == "~" || expanded.StartsWith("~/", StringComparison.Ordinal))
        {
            expanded = Environment.GetFolderPath(Environment.SpecialFolder.UserProfile) + expanded[1..];
        }

        if (expanded.Length == 0 || expanded.Contains('\0'))
        {
            throw new InputException($"{position}: {Quotation.Quote(spelled)} is not a path");
        }

        return Path.GetFullPath(expanded, position.Source.Folder);
    }

    [GeneratedRegex(@"\$\{([A-Za-z_][A-Za-z0-9_]*)\}", RegexOptions.CultureInvariant)]
    private static partial Regex VariablePattern();
}
