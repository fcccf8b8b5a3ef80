using System.CommandLine;
using System.Globalization;
using Pipeline.Engine.CommandLine.Commands;
using Pipeline.Engine.CommandLine.Output;

namespace Pipeline.Engine.CommandLine;

/// <summary>The program: parses a command line, runs the command, and turns every way of failing into one message and an
/// <see cref="ExitCode"/>.</summary>
public sealed class PipelineApplication(ICatalogue catalogue)
{
    /// <summary>Runs a command line on the process's own terminal.</summary>
    /// <returns>The exit code.</returns>
    public Task<int> RunAsync(IReadOnlyList<string> arguments)
    {
        // Written without the terminal, whose libraries may be what cannot be loaded any more.
        if (OpenFileLimit.FindShortage() is { } shortage)
        {
            Console.Error.WriteLine($"error: {shortage}");
            return Task.FromResult(ExitCode.BadInput);
        }

        return RunAsync(arguments, Terminal.System(), CancellationToken.None);
    }

    internal async Task<int> RunAsync(IReadOnlyList<string> arguments, Terminal terminal, CancellationToken cancellation)
    {
        var root = CommandTree.Build(catalogue, terminal);
        var parsed = root.Parse(
            arguments.Count == 0 ? ["--help"] : arguments,
            new ParserConfiguration { ResponseFileTokenReplacer = null }
        );
        if (UsageError.Find(parsed) is { } usage)
        {
            return Fail(terminal, usage, ExitCode.BadInput);
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
            return Fail(terminal, ErrorText.Describe(error), ExitCode.BadInput);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            return Fail(terminal, ErrorText.Describe(error), ExitCode.StageFailed);
        }
        catch (OperationCanceledException)
        {
            return ExitCode.Interrupted;
        }
        catch (Exception error)
        {
            return Fail(terminal, $"{ErrorText.DescribeFault(error)}\ndetails: {WriteDetails(error)}", ExitCode.StageFailed);
        }
    }

    private static int Fail(Terminal terminal, string message, int exitCode)
    {
        try
        {
            terminal.WriteErrorLine($"error: {message}");
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            // Nobody can be told but by the exit code.
        }

        return exitCode;
    }

    /// <summary>Where the stack trace of an internal error went: a file, since the terminal is for what the user can act on; without a
    /// folder for such files, the trace itself.</summary>
    private static string WriteDetails(Exception error)
    {
        var path = Path.Combine(
            Path.GetTempPath(),
            string.Create(CultureInfo.InvariantCulture, $"pipeline-error-{Environment.ProcessId}.txt")
        );
        try
        {
            File.AppendAllText(path, $"{error}\n");
            return path;
        }
        catch (Exception unwritten) when (unwritten is IOException or UnauthorizedAccessException)
        {
            return error.ToString();
        }
    }
}
