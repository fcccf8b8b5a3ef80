using System.CommandLine;
using Pipeline.Engine.Configuration;

namespace Pipeline.Engine.CommandLine.Commands;

/// <summary>What is wrong with a command line, in one line, with the nearest thing that would be right.</summary>
internal static class UsageError
{
    /// <summary>The message; null if the command line can be run.</summary>
    public static string? Of(ParseResult parsed)
    {
        if (parsed.Errors.Count == 0 || parsed.Action is System.CommandLine.Help.HelpAction or PrintAction)
        {
            return null;
        }

        var command = parsed.CommandResult.Command;
        if (parsed.UnmatchedTokens.FirstOrDefault(token => token.StartsWith('-')) is { } option)
        {
            var known = command.Options.Where(known => !known.Hidden).Select(known => known.Name).Order(StringComparer.Ordinal).ToList();
            return $"error: unknown option {Quotation.Of(option)}; {NearestKey.Advice(option, known, "options")}";
        }

        return $"error: {parsed.Errors[0].Message}";
    }
}
