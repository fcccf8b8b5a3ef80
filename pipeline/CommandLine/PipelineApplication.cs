using System.CommandLine;
using Pipeline.Engine.CommandLine.Commands;
using Pipeline.Engine.CommandLine.Output;

namespace Pipeline.Engine.CommandLine;

/// <summary>The program: parses a command line, runs the command, and turns every way of failing into one message and an <see cref="ExitCode"/>.</summary>
public sealed class PipelineApplication(ICatalogue catalogue)
{
    /// <summary>Runs a command line on the process's own terminal.</summary>
    /// <returns>The exit code.</returns>
    public Task<int> RunAsync(IReadOnlyList<string> arguments) => RunAsync(arguments, Terminal.System(), CancellationToken.None);

    internal async Task<int> RunAsync(IReadOnlyList<string> arguments, Terminal terminal, CancellationToken cancellation)
    {
        var root = CommandTree.Build(catalogue, terminal);
        var parsed = root.Parse(arguments, new ParserConfiguration { ResponseFileTokenReplacer = null });
        if (UsageError.Of(parsed) is { } usage)
        {
            terminal.Error.WriteLine(usage);
            return ExitCode.BadInput;
        }

        try
        {
            var invocation = new InvocationConfiguration
            {
                Output = terminal.Out,
                Error = terminal.Error,
                EnableDefaultExceptionHandler = false,
                ProcessTerminationTimeout = null,
            };
            return await parsed.InvokeAsync(invocation, cancellation).ConfigureAwait(false);
        }
        catch (Exception error) when (error is InputException or InvalidDataException)
        {
            terminal.Error.WriteLine(Terminal.Visible($"error: {error.Message}"));
            return ExitCode.BadInput;
        }
        catch (OperationCanceledException)
        {
            return ExitCode.Interrupted;
        }
        catch (IOException error)
        {
            terminal.Error.WriteLine(Terminal.Visible($"error: {error.Message}"));
            return ExitCode.StageFailed;
        }
    }
}
