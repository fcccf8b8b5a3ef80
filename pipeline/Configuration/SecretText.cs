using System.Collections;
using System.Text.RegularExpressions;

namespace Pipeline.Engine.Configuration;

/// <summary>
/// Finds credentials in texts that are to be shown or kept: values of options and variables whose name says so, those in addresses,
/// well-known forms of keys, and whatever an environment variable with such a name holds.
/// </summary>
internal static partial class SecretText
{
    /// <summary>What stands in a secret's place.</summary>
    public const string Mask = "***";

    /// <summary>Shorter values are words that stand elsewhere too.</summary>
    private const int ShortestValue = 8;

    /// <summary>The texts, such as a program and its arguments, with every secret masked: an option's value may be the next one.</summary>
    public static IReadOnlyList<string> MaskedArguments(IReadOnlyList<string> texts) =>
        [.. texts.Select((text, index) => index > 0 && SecretOption().IsMatch(texts[index - 1]) ? Mask : Masked(text))];

    /// <summary>The text with every secret masked.</summary>
    public static string Masked(string text)
    {
        foreach (DictionaryEntry variable in Environment.GetEnvironmentVariables())
        {
            if (variable.Value is string { Length: >= ShortestValue } value && SecretName().IsMatch((string)variable.Key))
            {
                text = text.Replace(value, Mask, StringComparison.Ordinal);
            }
        }

        return KnownForm().Replace(UserInAddress().Replace(SecretValue().Replace(text, "$1" + Mask), "$1" + Mask + "@"), Mask);
    }

    [GeneratedRegex(
        @"(?:^|[-_.])(?:token|secret|password|passwd|credentials?|api[-_]?key|access[-_]?key|private[-_]?key)$",
        RegexOptions.IgnoreCase
    )]
    private static partial Regex SecretName();

    [GeneratedRegex(
        @"^-{1,2}(?:[\w.-]*[-_.])?(?:token|secret|password|passwd|credentials?|api[-_]?key|access[-_]?key|private[-_]?key)$",
        RegexOptions.IgnoreCase
    )]
    private static partial Regex SecretOption();

    [GeneratedRegex(
        @"((?<![\w])(?:[\w.-]*[-_.])?(?:token|secret|password|passwd|credentials?|api[-_]?key|access[-_]?key|private[-_]?key)\s*[=:]\s*)[^\s&,;""']+",
        RegexOptions.IgnoreCase
    )]
    private static partial Regex SecretValue();

    [GeneratedRegex(@"([a-z][a-z0-9+.-]*://)[^/\s@]+@", RegexOptions.IgnoreCase)]
    private static partial Regex UserInAddress();

    [GeneratedRegex(@"\b(?:hf_[A-Za-z0-9]{16,}|sk-[A-Za-z0-9_-]{16,}|gh[pousr]_[A-Za-z0-9]{16,}|AKIA[A-Z0-9]{16})\b")]
    private static partial Regex KnownForm();
}
