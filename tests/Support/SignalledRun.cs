using System.Diagnostics;
using System.Runtime.InteropServices;

namespace Pipeline.Tests.Support;

/// <summary>A run of the real program that gets a signal as soon as it prints a certain line.</summary>
public static partial class SignalledRun
{
    public const int Interrupt = 2;
    public const int Terminate = 15;

    /// <summary>Starts the program, sends the signal after the first output line that holds the text, and waits for the end.</summary>
    /// <param name="folder">Where it runs.</param>
    /// <param name="arguments">Its command line.</param>
    /// <param name="text">The text.</param>
    /// <param name="signal">The signal.</param>
    /// <param name="inBackground">
    /// Whether it starts with Ctrl+C ignored, as shells start what stands before an ampersand; otherwise with the default, however these
    /// tests were started themselves.
    /// </param>
    public static async Task<ProgramRun> OfAsync(
        string folder,
        IReadOnlyList<string> arguments,
        string text,
        int signal,
        bool inBackground = false
    )
    {
        var disposition = inBackground ? "--ignore-signal=INT" : "--default-signal=INT";
        var start = new ProcessStartInfo(
            "env",
            [disposition, "dotnet", Path.Combine(AppContext.BaseDirectory, "pipeline.dll"), .. arguments]
        )
        {
            WorkingDirectory = folder,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        var clock = Stopwatch.StartNew();
        using var process = Process.Start(start)!;
        var errors = process.StandardError.ReadToEndAsync();
        var lines = new List<string>();
        while (await process.StandardOutput.ReadLineAsync() is { } line)
        {
            lines.Add(line);
            if (line.Contains(text, StringComparison.Ordinal))
            {
                Assert.Equal(0, Kill(process.Id, signal));
                break;
            }
        }

        lines.Add(await process.StandardOutput.ReadToEndAsync());
        await process.WaitForExitAsync();
        return new ProgramRun(process.ExitCode, string.Join('\n', lines), await errors, clock.Elapsed);
    }

    [LibraryImport("libc", EntryPoint = "kill")]
    private static partial int Kill(int process, int signal);
}
