using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace Pipeline.Engine.Processes;

/// <summary>The system calls by which one process owns others.</summary>
internal static partial class ProcessControl
{
    /// <summary>Asks a process to end.</summary>
    public const int Terminate = 15;

    /// <summary>Ends a process, which is not asked.</summary>
    public const int Kill = 9;

    private const int SetChildSubreaper = 36;
    private const int DuplicateClosedOnExecute = 1030;
    private const int SetHandleFlags = 2;
    private const int ReadOnly = 0;

    /// <summary>
    /// Puts this process into a session and process group of its own, away from the terminal's signals, and makes it the parent of all
    /// descendants that lose theirs: none of them can get out of its sight.
    /// </summary>
    public static void LeadOwnSession()
    {
        _ = SetSession();
        if (OperatingSystem.IsLinux())
        {
            _ = ControlProcess(SetChildSubreaper, 1, 0, 0, 0);
        }
    }

    /// <summary>Takes standard input over, so that programs started from now on find an empty one (<c>/dev/null</c>).</summary>
    /// <returns>What standard input was.</returns>
    public static SafeFileHandle TakeStandardInput()
    {
        var taken = new SafeFileHandle(ControlHandle(0, DuplicateClosedOnExecute, 3), ownsHandle: true);
        var empty = Open("/dev/null", ReadOnly);
        if (empty > 0)
        {
            _ = Duplicate(empty, 0);
            _ = Close(empty);
        }

        return taken;
    }

    /// <summary>Lets programs started from now on hold an open file too: a lock on it ends with the last of them.</summary>
    public static void Inherit(SafeFileHandle file) => _ = ControlHandle((int)file.DangerousGetHandle(), SetHandleFlags, 0);

    /// <summary>Sends a signal; whether there is such a process that may be sent one.</summary>
    public static bool Signal(int process, int signal) => SendSignal(process, signal) == 0;

    [LibraryImport("libc", EntryPoint = "setsid")]
    private static partial int SetSession();

    [LibraryImport("libc", EntryPoint = "prctl")]
    private static partial int ControlProcess(int option, nuint first, nuint second, nuint third, nuint fourth);

    [LibraryImport("libc", EntryPoint = "kill")]
    private static partial int SendSignal(int process, int signal);

    [LibraryImport("libc", EntryPoint = "fcntl")]
    private static partial int ControlHandle(int handle, int command, int argument);

    [LibraryImport("libc", EntryPoint = "dup2")]
    private static partial int Duplicate(int from, int to);

    [LibraryImport("libc", EntryPoint = "open", StringMarshalling = StringMarshalling.Utf8)]
    private static partial int Open(string path, int flags);

    [LibraryImport("libc", EntryPoint = "close")]
    private static partial int Close(int handle);
}
