using System.CommandLine;
using System.CommandLine.Help;
using System.CommandLine.Invocation;
using Pipeline.Engine.CommandLine.Output;

namespace Pipeline.Engine.CommandLine.Commands;

/// <summary>All commands. A YAML file as the first argument means <c>run</c>.</summary>
internal static class CommandTree
{
    public static RootCommand Build(ICatalogue catalogue, Terminal terminal)
    {
        var shared = new SharedOptions();
        var run = new RunCommand(catalogue, terminal, shared);
        PipelineCommand[] commands =
        [
            run,
            new ValidateCommand(catalogue, terminal, shared),
            new StatusCommand(catalogue, terminal, shared),
            new ExplainCommand(catalogue, terminal, shared),
            new InspectCommand(catalogue, terminal, shared),
            new DagCommand(catalogue, terminal, shared),
            new CleanCommand(catalogue, terminal, shared),
            new WorkerCommand(catalogue, terminal, shared),
            new SchemaCommand(catalogue, terminal),
        ];

        var root = new RootCommand(catalogue.Description);
        root.Options.OfType<VersionOption>().Single().Action = new PrintAction(_ => terminal.WriteLine(catalogue.Version));
        root.Options.OfType<HelpOption>().Single().Action = new PrintAction(parsed =>
        {
            if (parsed.CommandResult.Command is PipelineCommand command)
            {
                HelpText.WriteCommand(terminal.Out, catalogue, command);
            }
            else
            {
                HelpText.WriteProgram(terminal.Out, catalogue, commands, run);
            }
        });
        foreach (var argument in run.Arguments)
        {
            root.Arguments.Add(argument);
        }

        foreach (var option in run.Options)
        {
            root.Options.Add(option);
        }

        root.Action = run.Action;
        Array.ForEach(commands, root.Subcommands.Add);
        return root;
    }

    /// <summary>Prints something instead of running a command.</summary>
    internal sealed class PrintAction(Action<ParseResult> print) : SynchronousCommandLineAction
    {
        public override int Invoke(ParseResult parseResult)
        {
            print(parseResult);
            return ExitCode.Success;
        }
    }
}
