using Pipeline.App;
using Pipeline.Engine.CommandLine.Commands;
using Pipeline.Engine.CommandLine.Output;
using Pipeline.Tests.Support;

namespace Pipeline.Tests.Documents;

/// <summary>Every command line in the documentation can be typed.</summary>
public sealed class DocumentCommandTests
{
    [Fact]
    public void Every_command_line_is_one_that_the_program_takes()
    {
        var terminal = new Terminal(TextWriter.Null, TextWriter.Null, IsInteractive: false, UsesColours: false);
        var commands = DocumentPage
            .All.SelectMany(page => page.Commands.Select(line => (Page: page.Name, Line: line)))
            .Concat(new Catalogue().Examples.Select(example => (Page: "--help", Line: example.CommandLine)))
            .ToList();
        var refused =
            from command in commands
            let words = command
                .Line.Split(' ', StringSplitOptions.RemoveEmptyEntries)
                .TakeWhile(word => word is not (">" or "|" or "&&" or "#"))
            let error = UsageError.Find(CommandTree.Build(new Catalogue(), terminal).Parse([.. words]))
            where error is not null
            select $"{command.Page}: {command.Line}: {error}";

        Assert.NotEmpty(commands);
        Assert.Empty(refused);
    }

    [Fact]
    public void Every_shipped_file_that_a_command_line_names_is_there()
    {
        var missing =
            from page in DocumentPage.All
            from line in page.Commands
            from word in line.Split(' ')
            where word.EndsWith(".yaml", StringComparison.Ordinal) && word is not "my.yaml" && !File.Exists(Repository.PathOf(word))
            select $"{page.Name}: {line}";

        Assert.Empty(missing);
    }
}
