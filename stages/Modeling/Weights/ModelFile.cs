using Microsoft.Win32.SafeHandles;
using Pipeline.Common;

namespace Pipeline.Modeling.Weights;

/// <summary>The door through which files of models are opened: regular files only, and whole ones only up to a size, for a pipe or a device
/// may have no end.</summary>
internal static class ModelFile
{
    /// <summary>Far more than the largest vocabulary's file.</summary>
    private const int MostBytes = 1 << 30;

    /// <summary>Opens one to be read in pieces.</summary>
    /// <exception cref="InvalidDataException">It is a pipe, a device or a socket, or the system does not give it.</exception>
    public static SafeFileHandle OpenHandle(string path)
    {
        RequireRegular(path);
        try
        {
            return File.OpenHandle(path);
        }
        catch (Exception error) when (FileFault.IsFault(error))
        {
            throw new InvalidDataException($"{path} {FileFault.Describe(error)}.", error);
        }
    }

    /// <summary>Reads a whole one, such as a configuration or a vocabulary.</summary>
    /// <exception cref="InvalidDataException">It is a pipe, a device or a socket, longer than any such file, or the system does not give
    /// it.</exception>
    public static byte[] ReadAllBytes(string path)
    {
        RequireRegular(path);
        try
        {
            return new FileInfo(path) is { Exists: true, Length: > MostBytes and var length }
                ? throw new InvalidDataException($"{path} has {length} bytes; expected at most {MostBytes} of such a file.")
                : File.ReadAllBytes(path);
        }
        catch (Exception error) when (FileFault.IsFault(error))
        {
            throw new InvalidDataException($"{path} {FileFault.Describe(error)}.", error);
        }
    }

    private static void RequireRegular(string path)
    {
        if (SpecialFile.FindKind(path) is { } kind)
        {
            throw new InvalidDataException($"{path} is {kind}; expected a regular file.");
        }
    }
}
