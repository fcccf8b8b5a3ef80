using System.ComponentModel;
using System.Diagnostics;
using System.Globalization;
using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace Pipeline.Engine.Processes;

/// <summary>
/// The program itself, started a second time to own a program of the user's: it outlives a run that is killed, and what it started does
/// not.
/// When its standard input ends, because the run stops or is gone, all descendants get SIGTERM, time to save, and SIGKILL. When the program
/// ends by itself, the helpers that it left end too.
/// </summary>
public static class ProcessSupervisor
{
    /// <summary>The first word of a command line that asks for a supervisor; no command for people, so no help lists it.</summary>
    public const string Command = "supervise";

    private static readonly TimeSpan _look = TimeSpan.FromMilliseconds(50);
    private static readonly TimeSpan _timeForHelpers = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan _timeToDie = TimeSpan.FromSeconds(10);

    /// <summary>Starts the program, waits for its end or for that of standard input, and writes its <see cref="ProgramOutcome"/>.</summary>
    /// <param name="arguments">Lock file, outcome file, seconds between SIGTERM and SIGKILL, program, its arguments.</param>
    /// <returns>The supervisor's own exit code.</returns>
    public static async Task<int> RunAsync(IReadOnlyList<string> arguments)
    {
        if (
            arguments is not [var lockPath, var outcomePath, var seconds, var program, ..]
            || !double.TryParse(seconds, NumberStyles.Float, CultureInfo.InvariantCulture, out var grace)
        )
        {
            return ExitCode.BadInput;
        }

        ProcessControl.LeadOwnSession();
        var stop = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        using var terminate = PosixSignalRegistration.Create(PosixSignal.SIGTERM, Stop);
        using var interrupt = PosixSignalRegistration.Create(PosixSignal.SIGINT, Stop);
        using var hangUp = PosixSignalRegistration.Create(PosixSignal.SIGHUP, Stop);
        using var input = ProcessControl.TakeStandardInput();
        new Thread(() => WaitForEnd(input, stop)) { IsBackground = true }.Start();

        using var held = new FileStream(lockPath, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None, bufferSize: 1);
        ProcessControl.Inherit(held.SafeFileHandle);
        Process process;
        try
        {
            process = Process.Start(new ProcessStartInfo(program, arguments.Skip(4)))!;
        }
        catch (Win32Exception error)
        {
            var reason = ErrorText.FindCause(error.NativeErrorCode);
            new ProgramOutcome(ExitCode.BadInput, Stopped: false, reason).Save(outcomePath);
            return ExitCode.BadInput;
        }

        using (process)
        {
            var end = process.WaitForExitAsync();
            await Task.WhenAny(end, stop.Task).ConfigureAwait(false);
            var stopped = !end.IsCompleted;
            await EndDescendantsAsync(stopped ? TimeSpan.FromSeconds(grace) : _timeForHelpers).ConfigureAwait(false);
            await Task.WhenAny(end, Task.Delay(_timeToDie)).ConfigureAwait(false);
            new ProgramOutcome(process.HasExited ? process.ExitCode : -1, stopped).Save(outcomePath);
        }

        return ExitCode.Success;

        void Stop(PosixSignalContext context)
        {
            context.Cancel = true;
            stop.TrySetResult();
        }
    }

    private static void WaitForEnd(SafeFileHandle input, TaskCompletionSource stop)
    {
        try
        {
            using var stream = new FileStream(input, FileAccess.Read, bufferSize: 0);
            while (stream.ReadByte() >= 0) { }
        }
        catch (IOException)
        {
            // What cannot be read any more has ended too.
        }

        stop.TrySetResult();
    }

    private static async Task EndDescendantsAsync(TimeSpan grace)
    {
        Signal(ProcessControl.Terminate);
        await WaitAsync(grace, () => { }).ConfigureAwait(false);
        await WaitAsync(_timeToDie, () => Signal(ProcessControl.Kill)).ConfigureAwait(false);
    }

    private static void Signal(int signal)
    {
        foreach (var process in ProcessTable.DescendantsOf(Environment.ProcessId))
        {
            process.Signal(signal);
        }
    }

    private static async Task WaitAsync(TimeSpan most, Action each)
    {
        var clock = Stopwatch.StartNew();
        while (ProcessTable.DescendantsOf(Environment.ProcessId).Count > 0 && clock.Elapsed < most)
        {
            each();
            await Task.Delay(_look).ConfigureAwait(false);
        }
    }
}
