using System.CommandLine;
using Pipeline.Engine.CommandLine.Output;

namespace Pipeline.Engine.CommandLine.Commands;

/// <summary>What <c>--help</c> prints.</summary>
internal static class HelpText
{
    private const string Program = "dotnet run --";

    /// <summary>The whole program: its commands, and the options of the default one.</summary>
    public static void WriteProgram(TextWriter writer, ICatalogue catalogue, IReadOnlyList<PipelineCommand> commands, PipelineCommand run)
    {
        writer.WriteLine(catalogue.Description);
        Title(writer, "Usage");
        writer.WriteLine($"  {Program} FILE [options]");
        writer.WriteLine($"  {Program} COMMAND FILE [options]");
        Title(writer, "Commands");
        var table = new TextTable();
        foreach (var command in commands)
        {
            table.Add($"  {Usage(command)}", command.Description ?? "");
        }

        table.WriteTo(writer);
        writer.WriteLine();
        writer.WriteLine("`COMMAND --help` says more about one.");
        WriteGroups(writer, run);
        WriteExamples(writer, catalogue, run);
        Title(writer, "Exit codes");
        writer.WriteLine(
            "  0 done; 1 a stage failed; 2 bad configuration, input or command line; 75 stopped or locked, run again to go on;"
        );
        writer.WriteLine("  130 and 143 interrupted by Ctrl+C and SIGTERM, run again to go on");
    }

    /// <summary>One command.</summary>
    public static void WriteCommand(TextWriter writer, ICatalogue catalogue, PipelineCommand command)
    {
        writer.WriteLine(char.ToUpperInvariant(command.Description![0]) + command.Description[1..] + ".");
        Title(writer, "Usage");
        var options = command.Groups.Count > 0 ? " [options]" : "";
        writer.WriteLine($"  {Program} {Usage(command)}{options}");
        if (command.Arguments.Count > 0)
        {
            writer.WriteLine();
            var table = new TextTable();
            foreach (var argument in command.Arguments)
            {
                table.Add("  " + argument.Name, argument.Description ?? "");
            }

            table.WriteTo(writer);
        }

        WriteGroups(writer, command);
        WriteExamples(writer, catalogue, command);
    }

    private static void WriteGroups(TextWriter writer, PipelineCommand command)
    {
        var width = command.Groups.SelectMany(group => group.Options).Select(option => Spelled(option).Length).DefaultIfEmpty().Max();
        foreach (var (title, options) in command.Groups)
        {
            Title(writer, title);
            foreach (var option in options)
            {
                writer.WriteLine($"  {Spelled(option).PadRight(width)}  {option.Description}");
            }
        }
    }

    private static void WriteExamples(TextWriter writer, ICatalogue catalogue, PipelineCommand command)
    {
        var examples = catalogue.Examples.Where(example => example.Command == command.Name).ToList();
        if (examples.Count > 0)
        {
            Title(writer, "Examples");
            foreach (var example in examples)
            {
                writer.WriteLine($"  {Program} {example.CommandLine}");
                writer.WriteLine($"      {example.Meaning}");
            }
        }
    }

    private static void Title(TextWriter writer, string title)
    {
        writer.WriteLine();
        writer.WriteLine(title);
    }

    private static string Usage(PipelineCommand command) =>
        string.Join(
            ' ',
            [command.Name, .. command.Arguments.Select(Spelled), .. command.Options.Where(option => option.Required).Select(Spelled)]
        );

    private static string Spelled(Argument argument) => argument.Arity.MinimumNumberOfValues == 0 ? $"[{argument.Name}]" : argument.Name;

    private static string Spelled(Option option)
    {
        var names = string.Join(", ", option.Aliases.Order(StringComparer.Ordinal).Append(option.Name));
        return option.HelpName is { } value ? $"{names} {value}" : names;
    }
}
