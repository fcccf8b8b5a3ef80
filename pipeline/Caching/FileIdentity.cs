using System.Runtime.InteropServices;

namespace Pipeline.Engine.Caching;

/// <summary>What tells two files of the same path, length and time apart.</summary>
internal static partial class FileIdentity
{
    private const int AtCurrentFolder = -100;
    private const uint WantInode = 0x100;
    private const int StatxSize = 256;
    private const int InodeOffset = 32;

    /// <summary>The inode number; 0 where the system has none to give.</summary>
    public static unsafe ulong Inode(string path)
    {
        if (!OperatingSystem.IsLinux())
        {
            return 0;
        }

        var buffer = stackalloc byte[StatxSize];
        return Statx(AtCurrentFolder, path, 0, WantInode, buffer) == 0 ? *(ulong*)(buffer + InodeOffset) : 0;
    }

    [LibraryImport("libc", EntryPoint = "statx", StringMarshalling = StringMarshalling.Utf8)]
    private static unsafe partial int Statx(int folder, string path, int flags, uint mask, byte* buffer);
}
