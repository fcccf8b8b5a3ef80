using System.ComponentModel;
using System.Diagnostics;
using System.Globalization;
using System.Runtime.InteropServices;

namespace Pipeline.Engine.Processes;

/// <summary>
/// A program of the user's, run under a <see cref="ProcessSupervisor"/>: in a session of its own, with an empty standard input, and with
/// nobody left of it when the run is over, however that ends.
/// </summary>
/// <param name="command">The program and its arguments.</param>
/// <param name="owner">
/// A folder that outlives runs, absolute: only one program at a time runs for it. All processes carry its path in their environment, by
/// which a later run finds what an earlier one could not end.
/// </param>
/// <param name="attempt">A folder of this run's, for what the supervisor has to say.</param>
/// <param name="grace">Time between SIGTERM and SIGKILL.</param>
public sealed class SupervisedProgram(IReadOnlyList<string> command, string owner, string attempt, TimeSpan grace)
{
    /// <summary>The environment variable that names the folder for which a program runs.</summary>
    public const string OwnerVariable = "PIPELINE_PROGRAM_OWNER";

    private const string ProgramName = "pipeline";
    private const int SignalBase = 128;

    private static readonly TimeSpan _look = TimeSpan.FromMilliseconds(100);
    private static readonly TimeSpan _margin = TimeSpan.FromSeconds(15);
    private static readonly TimeSpan _timeToRead = TimeSpan.FromSeconds(5);

    private readonly string _lock = LockPath(owner);
    private readonly string _outcome = Path.Combine(attempt, "outcome.json");

    /// <summary>Ends what an earlier run that was killed may have left running for the folder, and waits until it is gone.</summary>
    /// <param name="owner">The folder, absolute.</param>
    /// <param name="grace">Time between SIGTERM and SIGKILL.</param>
    /// <param name="say">Takes what is waited for.</param>
    /// <param name="cancellation">Ends the waiting, not the ending.</param>
    /// <exception cref="IOException">It does not end.</exception>
    public static async Task EndEarlierAsync(string owner, TimeSpan grace, Action<string> say, CancellationToken cancellation)
    {
        var clock = Stopwatch.StartNew();
        var asked = false;
        while (ProcessTable.WithVariable(OwnerVariable, owner) is { Count: > 0 } left)
        {
            var killed = clock.Elapsed > grace;
            if (clock.Elapsed > grace + _margin)
            {
                throw new IOException($"The program of an earlier run does not end: {Numbers(left)}. End it, then run again.");
            }

            if (!asked)
            {
                say($"ends what an earlier run left running ({Numbers(left)})");
            }

            if (!asked || killed)
            {
                Array.ForEach([.. left], process => process.Signal(killed ? ProcessControl.Kill : ProcessControl.Terminate));
            }

            asked = true;
            await Task.Delay(_look, cancellation).ConfigureAwait(false);
        }

        await WaitForLockAsync(LockPath(owner), say, cancellation).ConfigureAwait(false);
    }

    /// <summary>Runs it to its end.</summary>
    /// <param name="folder">Its working folder.</param>
    /// <param name="output">Takes what it prints.</param>
    /// <param name="cancellation">Asks it to end, and ends it when its time to save is over.</param>
    /// <exception cref="InputException">It cannot be started.</exception>
    /// <exception cref="InvalidOperationException">It ended with another exit code than 0; the message quotes its last lines.</exception>
    /// <exception cref="OperationCanceledException">It was stopped: whatever it left is no result.</exception>
    public async Task RunAsync(string folder, ProgramOutput output, CancellationToken cancellation)
    {
        cancellation.ThrowIfCancellationRequested();
        using var supervisor = Started(folder);
        var reading = Task.WhenAll(output.ReadAsync(supervisor.StandardOutput), output.ReadAsync(supervisor.StandardError));
        try
        {
            await supervisor.WaitForExitAsync(cancellation).ConfigureAwait(false);
        }
        catch (OperationCanceledException)
        {
            await StopAsync(supervisor).ConfigureAwait(false);
        }

        EndRemaining();

        // Somebody who got away may hold the other end open for ever.
        await Task.WhenAny(reading, Task.Delay(_timeToRead, CancellationToken.None)).ConfigureAwait(false);
        output.End();
        cancellation.ThrowIfCancellationRequested();
        Require(ProgramOutcome.Load(_outcome), output);
    }

    private void Require(ProgramOutcome? outcome, ProgramOutput output)
    {
        switch (outcome)
        {
            case { NotStarted: { } reason }:
                throw new InputException($"The command '{command[0]}' cannot be started: {reason}.");
            case { ExitCode: 0, Stopped: false }:
                return;
        }

        var how =
            outcome is null ? "was ended from outside, together with its supervisor"
            : outcome.ExitCode > SignalBase
                ? string.Create(
                    CultureInfo.InvariantCulture,
                    $"ended with exit code {outcome.ExitCode} (signal {outcome.ExitCode - SignalBase}{(outcome.ExitCode == SignalBase + ProcessControl.Kill ? ", which the system sends where memory runs out" : "")})"
                )
            : outcome.Stopped ? "was stopped from outside"
            : string.Create(CultureInfo.InvariantCulture, $"ended with exit code {outcome.ExitCode}");
        throw new InvalidOperationException($"'{command[0]}' {how}. Its last lines:\n{string.Join('\n', output.LastLines)}");
    }

    private Process Started(string folder)
    {
        var start = SupervisorCommand();
        foreach (
            var argument in (string[])
                [ProcessSupervisor.Command, _lock, _outcome, grace.TotalSeconds.ToString(CultureInfo.InvariantCulture), .. command]
        )
        {
            start.ArgumentList.Add(argument);
        }

        start.WorkingDirectory = folder;
        start.RedirectStandardInput = start.RedirectStandardOutput = start.RedirectStandardError = true;
        start.Environment[OwnerVariable] = owner;
        try
        {
            return Process.Start(start)!;
        }
        catch (Win32Exception error)
        {
            throw new IOException($"{start.FileName} cannot be started: {ErrorText.FindCause(error.NativeErrorCode)}.", error);
        }
    }

    /// <summary>This program again: by the host of the running .NET, or, published with a .NET of its own, by itself.</summary>
    private static ProcessStartInfo SupervisorCommand()
    {
        var host = Path.GetFullPath(Path.Combine(RuntimeEnvironment.GetRuntimeDirectory(), "..", "..", "..", "dotnet"));
        var program = Path.Combine(AppContext.BaseDirectory, ProgramName);
        return File.Exists(host) ? new ProcessStartInfo(host, [program + ".dll"]) : new ProcessStartInfo(program);
    }

    private async Task StopAsync(Process supervisor)
    {
        supervisor.StandardInput.Close();
        using var most = new CancellationTokenSource(grace + _margin);
        try
        {
            await supervisor.WaitForExitAsync(most.Token).ConfigureAwait(false);
        }
        catch (OperationCanceledException)
        {
            supervisor.Kill(entireProcessTree: true);
        }
    }

    /// <summary>What is left when the supervisor is gone: nothing, unless somebody ended the supervisor itself.</summary>
    private void EndRemaining()
    {
        foreach (var process in ProcessTable.WithVariable(OwnerVariable, owner))
        {
            process.Signal(ProcessControl.Kill);
        }
    }

    /// <summary>On another machine its processes cannot be seen, but its lock can: there its own supervisor ends it.</summary>
    private static async Task WaitForLockAsync(string path, Action<string> say, CancellationToken cancellation)
    {
        var said = false;
        while (true)
        {
            try
            {
                using var free = new FileStream(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None, bufferSize: 1);
                return;
            }
            catch (IOException) when (File.Exists(path))
            {
                if (!said)
                {
                    say("waits until the program of an earlier run has ended");
                }

                said = true;
                await Task.Delay(_look, cancellation).ConfigureAwait(false);
            }
        }
    }

    private static string LockPath(string owner) => Path.Combine(owner, "program.lock");

    private static string Numbers(IReadOnlyList<ProcessEntry> processes) =>
        "process "
        + string.Join(", ", processes.Select(process => process.Id.ToString(CultureInfo.InvariantCulture)).Order(StringComparer.Ordinal));
}
