using System.Globalization;
using System.Text.RegularExpressions;

namespace Pipeline.Modeling.Models;

/// <summary>Says what is wrong with a regular expression of a model's file.</summary>
internal static partial class PatternFault
{
    /// <summary>Whether an exception is about the expression.</summary>
    public static bool IsFault(Exception error) => error is ArgumentException or NotSupportedException;

    /// <summary>What was found: the fault and the character where it shows.</summary>
    public static string Describe(Exception error) =>
        error switch
        {
            RegexParseException parse => string.Create(
                CultureInfo.InvariantCulture,
                $"{WordBegin().Replace(parse.Error.ToString(), " $0").Trim().ToLowerInvariant()} at character {parse.Offset + 1}"
            ),
            NotSupportedException => "it looks ahead, behind or at what it matched before, or would take too long",
            _ => "it cannot be parsed",
        };

    [GeneratedRegex("[A-Z]")]
    private static partial Regex WordBegin();
}
