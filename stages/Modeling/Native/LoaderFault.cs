using System.Text.RegularExpressions;

namespace Pipeline.Modeling.Native;

/// <summary>Says why the system's loader refused a native library.</summary>
internal static partial class LoaderFault
{
    /// <summary>What was found, by what glibc's loader says.</summary>
    public static string Describe(Exception error)
    {
        if (error is BadImageFormatException)
        {
            return "it is no library for this processor";
        }

        if (MissingVersion().Match(error.Message) is { Success: true } version)
        {
            return $"the system's {version.Groups["library"].Value} lacks version {version.Groups["version"].Value}";
        }

        return MissingFile().Match(error.Message) is { Success: true } missing
            ? $"it needs {missing.Groups["library"].Value}, which was not found"
            : "the system's loader refuses it";
    }

    [GeneratedRegex(@"(?<library>[^/\s:]+): version [`'](?<version>[^']+)' not found")]
    private static partial Regex MissingVersion();

    [GeneratedRegex(@"(?<library>\S+): cannot open shared object file")]
    private static partial Regex MissingFile();
}
