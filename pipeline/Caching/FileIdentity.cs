using System.Runtime.InteropServices;

namespace Pipeline.Engine.Caching;

/// <summary>What tells two files of the same path, length and modification time apart, and what no program can set.</summary>
/// <param name="Inode">The inode number; 0 where the system has none to give.</param>
/// <param name="Changed">When contents, name or rights last changed, by the system's own clock (ctime), in ticks of 100 ns since 1970; 0
/// where the system does not say.</param>
internal readonly partial record struct FileIdentity(ulong Inode, long Changed)
{
    private const int AtCurrentFolder = -100;
    private const uint WantInode = 0x100;
    private const uint WantChanged = 0x80;
    private const int StatxSize = 256;
    private const int InodeOffset = 32;
    private const int ChangedSecondsOffset = 96;
    private const int ChangedNanosecondsOffset = 104;
    private const int NanosecondsPerTick = 100;

    /// <summary>The identity of the file that a path leads to; all zero if there is none.</summary>
    public static unsafe FileIdentity Read(string path)
    {
        if (!OperatingSystem.IsLinux())
        {
            return default;
        }

        var buffer = stackalloc byte[StatxSize];
        if (Statx(AtCurrentFolder, path, 0, WantInode | WantChanged, buffer) != 0)
        {
            return default;
        }

        var changed =
            (*(long*)(buffer + ChangedSecondsOffset) * TimeSpan.TicksPerSecond)
            + (*(uint*)(buffer + ChangedNanosecondsOffset) / NanosecondsPerTick);
        return new FileIdentity(*(ulong*)(buffer + InodeOffset), changed);
    }

    [LibraryImport("libc", EntryPoint = "statx", StringMarshalling = StringMarshalling.Utf8)]
    private static unsafe partial int Statx(int folder, string path, int flags, uint mask, byte* buffer);
}
