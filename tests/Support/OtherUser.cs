using System.Diagnostics;
using System.Runtime.InteropServices;

namespace Pipeline.Tests.Support;

/// <summary>What another user could do with files that these tests made; only root can try.</summary>
internal static partial class OtherUser
{
    /// <summary>The user that owns nothing, and its group.</summary>
    private const uint Nobody = 65534;

    /// <summary>Whether another user can be tried.</summary>
    public static bool CanBeTried => OperatingSystem.IsLinux() && EffectiveUser() == 0;

    /// <summary>Does something on a thread whose access to files is that of another user; what it throws is thrown here.</summary>
    public static void Do(Action action)
    {
        Exception? failure = null;
        var thread = new Thread(() =>
        {
            _ = SetFileGroup(Nobody);
            _ = SetFileUser(Nobody);
            try
            {
                action();
            }
            catch (Exception error)
            {
                failure = error;
            }
            finally
            {
                _ = SetFileUser(0);
                _ = SetFileGroup(0);
            }
        });
        thread.Start();
        thread.Join();
        if (failure is not null)
        {
            System.Runtime.ExceptionServices.ExceptionDispatchInfo.Throw(failure);
        }
    }

    /// <summary>Runs the real program as another user.</summary>
    public static async Task<ProgramRun> RunProgramAsync(string folder, IReadOnlyList<string> arguments)
    {
        string[] command = ["--reuid=65534", "--regid=65534", "--clear-groups", "dotnet", ProgramRun.Program];
        var start = new ProcessStartInfo("setpriv", [.. command, .. arguments])
        {
            WorkingDirectory = folder,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        start.Environment["HOME"] = folder;
        var clock = Stopwatch.StartNew();
        using var process = Process.Start(start)!;
        var output = process.StandardOutput.ReadToEndAsync();
        var errors = process.StandardError.ReadToEndAsync();
        await process.WaitForExitAsync(TestContext.Current.CancellationToken);
        return new ProgramRun(process.ExitCode, await output, await errors, clock.Elapsed);
    }

    /// <summary>Opens a folder, and all folders in it, to everybody.</summary>
    public static void Open(string folder)
    {
        const UnixFileMode Everything = (UnixFileMode)0b111_111_111;
        foreach (var path in Directory.EnumerateDirectories(folder, "*", SearchOption.AllDirectories).Append(folder))
        {
            FileRights.Set(path, Everything);
        }
    }

    [LibraryImport("libc", EntryPoint = "geteuid")]
    private static partial uint EffectiveUser();

    [LibraryImport("libc", EntryPoint = "setfsuid")]
    private static partial int SetFileUser(uint user);

    [LibraryImport("libc", EntryPoint = "setfsgid")]
    private static partial int SetFileGroup(uint group);
}
