using System.CommandLine;
using System.CommandLine.Parsing;
using Pipeline.Engine.Configuration;

namespace Pipeline.Engine.CommandLine.Commands;

/// <summary>What is wrong with a command line, in one line, with the nearest thing that would be right.</summary>
internal static class UsageError
{
    private const string Hint = "; --help shows how";

    /// <summary>The message; null if the command line can be run.</summary>
    public static string? Find(ParseResult parsed)
    {
        var command = parsed.CommandResult.Command;
        if (parsed.Action is CommandTree.PrintAction)
        {
            return null;
        }

        if (command is RootCommand && parsed.Tokens.Count > 0 && UnknownCommand(parsed.Tokens[0].Value, command) is { } unknown)
        {
            return unknown;
        }

        // An argument that may be left out would otherwise take a misspelled option for its value.
        if (parsed.Tokens.FirstOrDefault(token => token.Type == TokenType.Argument && token.Value is ['-', _, ..]) is { } option)
        {
            var known = command.Options.Where(known => !known.Hidden).Select(known => known.Name).Order(StringComparer.Ordinal).ToList();
            return $"unknown option {Quotation.Quote(option.Value)}; {NearestKey.Advice(option.Value, known, "options")}";
        }

        if (parsed.Errors.Count == 0)
        {
            return null;
        }

        if (parsed.UnmatchedTokens.Count > 0)
        {
            return $"{Quotation.Quote(parsed.UnmatchedTokens[0])} is one argument too many{Hint}";
        }

        var missing = command.Arguments.FirstOrDefault(argument =>
            parsed.GetResult(argument) is not { Tokens.Count: > 0 } && argument.Arity.MinimumNumberOfValues > 0
        );
        if (missing is not null)
        {
            return $"{missing.Name} is missing: {missing.Description}{Hint}";
        }

        var required = command.Options.FirstOrDefault(known =>
            known.Required && parsed.GetResult(known) is not { IdentifierToken: not null }
        );
        return (required is not null ? $"{NameOf(required)} is missing" : Describe(parsed.Errors[0])) + Hint;
    }

    /// <summary>What the parser found, in our words; our own parsers of values begin with the option's name.</summary>
    private static string Describe(ParseError error)
    {
        if (error.SymbolResult is not OptionResult { Option: var option } result)
        {
            return error.SymbolResult is ArgumentResult { Argument: var argument, Tokens: [var given, ..] }
                ? $"{argument.Name} {Quotation.Quote(given.Value)} cannot be used: {argument.Description}"
                : "this command line cannot be understood";
        }

        var name = NameOf(option);
        return error.Message.StartsWith(option.Name, StringComparison.Ordinal) ? error.Message
            : result.Tokens.Count < option.Arity.MinimumNumberOfValues ? $"{name} lacks its value"
            : result.Tokens.Count > option.Arity.MaximumNumberOfValues ? $"{name} is given {result.Tokens.Count} times, expected once"
            : $"{name} {Quotation.Quote(result.Tokens[^1].Value)} cannot be used";
    }

    private static string NameOf(Option option) => option.HelpName is { } value ? $"{option.Name} {value}" : option.Name;

    /// <summary>A first word that is neither a command nor a file that is there, but nearly a command.</summary>
    private static string? UnknownCommand(string word, Command root)
    {
        var commands = root.Subcommands.Select(command => command.Name).ToList();
        return !word.StartsWith('-') && !word.Contains('.', StringComparison.Ordinal) && !Path.Exists(word)
            ? $"{Quotation.Quote(word)} is neither a file nor a command; {NearestKey.Advice(word, commands, "commands")}"
            : null;
    }
}
