using System.ComponentModel;
using System.Diagnostics;
using Pipeline.Engine;
using Serilog;

namespace Pipeline.Stages.Tuning.FineTuneCommand;

/// <summary>Runs another program to its end; what it prints goes to the log as it comes.</summary>
internal static class ExternalProgram
{
    private const int QuotedLines = 20;

    /// <summary>Runs it.</summary>
    /// <exception cref="InputException">It cannot be started.</exception>
    /// <exception cref="InvalidOperationException">It ended with another exit code than 0; the message quotes its last lines.</exception>
    public static async Task RunAsync(IReadOnlyList<string> command, string folder, ILogger log, CancellationToken cancellation)
    {
        var start = new ProcessStartInfo(command[0], command.Skip(1))
        {
            WorkingDirectory = folder,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        using var process = Started(start);
        var last = new Queue<string>();
        var reading = new[] { process.StandardOutput, process.StandardError }.Select(stream => ReadAsync(stream, last, log)).ToList();
        try
        {
            await process.WaitForExitAsync(cancellation).ConfigureAwait(false);
        }
        catch (OperationCanceledException)
        {
            process.Kill(entireProcessTree: true);
            throw;
        }

        await Task.WhenAll(reading).ConfigureAwait(false);
        if (process.ExitCode != 0)
        {
            throw new InvalidOperationException(
                $"'{command[0]}' ended with exit code {process.ExitCode}. Its last lines:\n{string.Join('\n', last)}"
            );
        }
    }

    private static Process Started(ProcessStartInfo start)
    {
        try
        {
            return Process.Start(start)!;
        }
        catch (Win32Exception error)
        {
            throw new InputException($"The command '{start.FileName}' cannot be started: {error.Message}", error);
        }
    }

    private static async Task ReadAsync(StreamReader stream, Queue<string> last, ILogger log)
    {
        while (await stream.ReadLineAsync().ConfigureAwait(false) is { } line)
        {
            log.Information("{Line:l}", line);
            lock (last)
            {
                last.Enqueue(line);
                if (last.Count > QuotedLines)
                {
                    last.Dequeue();
                }
            }
        }
    }
}
