using System.CommandLine;
using System.CommandLine.Invocation;

namespace Pipeline.Engine.CommandLine.Commands;

/// <summary>Prints something instead of running a command.</summary>
internal sealed class PrintAction(Action print) : SynchronousCommandLineAction
{
    public override int Invoke(ParseResult parseResult)
    {
        print();
        return ExitCode.Success;
    }
}
