using System.Runtime.InteropServices;

namespace Pipeline.Engine.CommandLine;

/// <summary>
/// Turns the first Ctrl+C or SIGTERM, or the end of a time limit, into a cancellation, so that what is finished is sealed. A second signal
/// is left to the system, which ends the process at once.
/// </summary>
internal sealed class Interruption : IDisposable
{
    private readonly CancellationTokenSource _source;
    private readonly PosixSignalRegistration[] _registrations;
    private readonly Timer? _timer;
    private readonly TextWriter _error;
    private int _exitCode;

    public Interruption(TextWriter error, TimeSpan? limit, CancellationToken cancellation)
    {
        _error = error;
        _source = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        _registrations =
        [
            PosixSignalRegistration.Create(PosixSignal.SIGINT, context => Take(context, ExitCode.Interrupted)),
            PosixSignalRegistration.Create(PosixSignal.SIGTERM, context => Take(context, ExitCode.Terminated)),
        ];
        _timer = limit is { } time ? new Timer(_ => Stop(ExitCode.Resumable, "time limit"), null, time, Timeout.InfiniteTimeSpan) : null;
    }

    public CancellationToken Token => _source.Token;

    /// <summary>The exit code that the reason for stopping stands for; that of Ctrl+C if the run was cancelled otherwise.</summary>
    public int Code => _exitCode == 0 ? ExitCode.Interrupted : _exitCode;

    /// <summary>A command's exit code, or that of the interruption where it ended the command before a run could say so: while it was
    /// planned,
    /// or waited for another one.</summary>
    public async Task<int> CodeOfAsync(Func<Task<int>> command)
    {
        try
        {
            return await command().ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (Token.IsCancellationRequested)
        {
            return Code;
        }
    }

    public void Dispose()
    {
        Array.ForEach(_registrations, registration => registration.Dispose());
        _timer?.Dispose();
        _source.Dispose();
    }

    private void Take(PosixSignalContext context, int exitCode) => context.Cancel = Stop(exitCode, "once more ends at once");

    private bool Stop(int exitCode, string note)
    {
        if (Interlocked.CompareExchange(ref _exitCode, exitCode, 0) != 0)
        {
            return false;
        }

        try
        {
            _error.WriteLine($"stopping ({note}): finished parts are kept");
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            // The terminal is gone, or the log's disk full: all the more reason to stop well.
        }

        try
        {
            _source.Cancel();
        }
        catch (ObjectDisposedException)
        {
            // The run ended at this very moment.
        }

        return true;
    }
}
