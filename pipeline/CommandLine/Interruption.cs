using System.Runtime.InteropServices;

namespace Pipeline.Engine.CommandLine;

/// <summary>
/// Turns the first Ctrl+C or SIGTERM into a cancellation, so that what is finished is sealed. A second one is left to the system, which ends
/// the process at once.
/// </summary>
internal sealed class Interruption : IDisposable
{
    private readonly CancellationTokenSource _source;
    private readonly PosixSignalRegistration[] _registrations;
    private readonly TextWriter _error;
    private int _exitCode;

    public Interruption(TextWriter error, CancellationToken cancellation)
    {
        _error = error;
        _source = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        _registrations =
        [
            PosixSignalRegistration.Create(PosixSignal.SIGINT, context => Take(context, ExitCode.Interrupted)),
            PosixSignalRegistration.Create(PosixSignal.SIGTERM, context => Take(context, ExitCode.Terminated)),
        ];
    }

    public CancellationToken Token => _source.Token;

    /// <summary>The exit code of the signal that came, or of Ctrl+C if the run was cancelled otherwise.</summary>
    public int Code => _exitCode == 0 ? ExitCode.Interrupted : _exitCode;

    public void Dispose()
    {
        Array.ForEach(_registrations, registration => registration.Dispose());
        _source.Dispose();
    }

    private void Take(PosixSignalContext context, int exitCode)
    {
        if (Interlocked.CompareExchange(ref _exitCode, exitCode, 0) != 0)
        {
            return;
        }

        context.Cancel = true;
        _error.WriteLine("stopping: finished parts are kept; once more ends at once");
        _source.Cancel();
    }
}
