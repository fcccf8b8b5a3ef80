using System.Runtime.InteropServices;

namespace Pipeline.Engine.CommandLine;

/// <summary>How many files the system lets the program open at once. With too few, libraries that are loaded late fail anywhere, each with
/// another message, so this is asked first.</summary>
internal static partial class OpenFileLimit
{
    /// <summary>What the smallest run needs, with room: libraries, parts, logs.</summary>
    public const ulong Needed = 256;

    /// <summary>RLIMIT_NOFILE of Linux.</summary>
    private const int LimitOfOpenFiles = 7;

    /// <summary>What is wrong with this process's limit and how to mend it; null if it suffices, or is not known.</summary>
    public static string? FindShortage() =>
        OperatingSystem.IsLinux() && Read(LimitOfOpenFiles, out var limit) == 0 ? FindShortage(limit.Soft) : null;

    /// <summary>What is wrong with a limit and how to mend it; null if it suffices.</summary>
    public static string? FindShortage(ulong limit) =>
        limit >= Needed
            ? null
            : $"the system lets this program open {limit} files at once, expected at least {Needed}; raise the limit, such as with "
                + "'ulimit -n 4096' in the shell that starts it.";

    [LibraryImport("libc", EntryPoint = "getrlimit")]
    private static partial int Read(int resource, out Limit limit);

    private readonly struct Limit
    {
        public readonly ulong Soft;
        public readonly ulong Hard;
    }
}
