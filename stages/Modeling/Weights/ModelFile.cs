using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace Pipeline.Modeling.Weights;

/// <summary>The door through which files of models are opened: regular files only, and whole ones only up to a size, for a pipe or a device
/// may have no end.</summary>
internal static partial class ModelFile
{
    /// <summary>Far more than the largest vocabulary's file.</summary>
    private const int MostBytes = 1 << 30;

    private const int AtCurrentFolder = -100;
    private const uint WantType = 1;
    private const int StatxSize = 256;
    private const int ModeOffset = 28;
    private const int TypeMask = 0xF000;

    /// <summary>Opens one to be read in pieces.</summary>
    /// <exception cref="InvalidDataException">It is a pipe, a device or a socket.</exception>
    public static SafeFileHandle OpenHandle(string path)
    {
        RequireRegular(path);
        return File.OpenHandle(path);
    }

    /// <summary>Reads a whole one, such as a configuration or a vocabulary.</summary>
    /// <exception cref="InvalidDataException">It is a pipe, a device or a socket, or longer than any such file.</exception>
    public static byte[] ReadAllBytes(string path)
    {
        RequireRegular(path);
        return new FileInfo(path) is { Exists: true, Length: > MostBytes and var length }
            ? throw new InvalidDataException($"{path} has {length} bytes; expected at most {MostBytes} of such a file.")
            : File.ReadAllBytes(path);
    }

    private static unsafe void RequireRegular(string path)
    {
        if (!OperatingSystem.IsLinux())
        {
            return;
        }

        var buffer = stackalloc byte[StatxSize];
        var kind =
            Statx(AtCurrentFolder, path, 0, WantType, buffer) != 0
                ? null
                : (*(ushort*)(buffer + ModeOffset) & TypeMask) switch
                {
                    0x1000 => "a named pipe",
                    0x2000 or 0x6000 => "a device",
                    0xC000 => "a socket",
                    _ => null,
                };
        if (kind is not null)
        {
            throw new InvalidDataException($"{path} is {kind}; expected a regular file.");
        }
    }

    [LibraryImport("libc", EntryPoint = "statx", StringMarshalling = StringMarshalling.Utf8)]
    private static unsafe partial int Statx(int folder, string path, int flags, uint mask, byte* buffer);
}
