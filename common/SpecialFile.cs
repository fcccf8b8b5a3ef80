using System.Runtime.InteropServices;

namespace Pipeline.Common;

/// <summary>
/// What is no regular file: a pipe, a device or a socket has no length and perhaps no end, and only opening it may wait for ever. The
/// engine and Modeling, which know nothing of each other, both compile this file.
/// </summary>
internal static partial class SpecialFile
{
    private const int AtCurrentFolder = -100;
    private const uint WantType = 1;
    private const int StatxSize = 256;
    private const int ModeOffset = 28;
    private const int TypeMask = 0xF000;

    /// <summary>What is at a path, following links, if it is neither a regular file nor a folder nor nothing: such as <c>a named
    /// pipe</c>.</summary>
    public static unsafe string? FindKind(string path)
    {
        if (!OperatingSystem.IsLinux())
        {
            return null;
        }

        var buffer = stackalloc byte[StatxSize];
        return Statx(AtCurrentFolder, path, 0, WantType, buffer) != 0
            ? null
            : (*(ushort*)(buffer + ModeOffset) & TypeMask) switch
            {
                0x1000 => "a named pipe",
                0x2000 or 0x6000 => "a device",
                0xC000 => "a socket",
                _ => null,
            };
    }

    [LibraryImport("libc", EntryPoint = "statx", StringMarshalling = StringMarshalling.Utf8)]
    private static unsafe partial int Statx(int folder, string path, int flags, uint mask, byte* buffer);
}
