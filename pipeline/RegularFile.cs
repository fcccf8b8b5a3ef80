using System.Globalization;
using Microsoft.Win32.SafeHandles;
using Pipeline.Common;

namespace Pipeline.Engine;

/// <summary>
/// The door through which files from outside are opened: regular files only, and whole ones only up to a size.
/// </summary>
public static class RegularFile
{
    private const int CopyBytes = 4 << 20;

    /// <summary>Refuses what is no regular file; what is not there is left to who opens it.</summary>
    /// <param name="path">Its path.</param>
    /// <param name="spelled">Its name in the message; default the path.</param>
    /// <exception cref="InputException">It is a pipe, a device or a socket.</exception>
    public static void Require(string path, string? spelled = null)
    {
        if (SpecialFile.FindKind(path) is { } kind)
        {
            throw new InputException($"{spelled ?? path} is {kind}; expected a regular file.");
        }
    }

    /// <summary>Opens one to be read.</summary>
    /// <exception cref="InputException">It is a pipe, a device or a socket.</exception>
    public static SafeFileHandle OpenHandle(string path, FileOptions options = FileOptions.None)
    {
        Require(path);
        return File.OpenHandle(path, options: options);
    }

    /// <summary>Opens one to be streamed.</summary>
    /// <param name="path">Its path.</param>
    /// <param name="spelled">Its name in messages.</param>
    /// <exception cref="InputException">It is a pipe, a device or a socket.</exception>
    public static FileStream OpenRead(string path, string spelled)
    {
        Require(path, spelled);
        return new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read, 1 << 16, FileOptions.SequentialScan);
    }

    /// <summary>Reads a whole one that may not be longer than so many bytes, whatever it says of its length.</summary>
    /// <exception cref="InputException">It is a pipe, a device or a socket, or longer.</exception>
    public static byte[] ReadAllBytes(string path, int most, string? spelled = null)
    {
        Require(path, spelled);
        using var handle = File.OpenHandle(path);
        var length = RandomAccess.GetLength(handle);
        var bytes = new byte[length <= most ? length : throw TooLong(path, spelled, length, most)];
        var read = 0;
        Span<byte> more = stackalloc byte[1];
        while (true)
        {
            if (read == bytes.Length)
            {
                // A file of the system's may say that it is empty and hold something.
                if (RandomAccess.Read(handle, more, read) == 0)
                {
                    return bytes;
                }

                Array.Resize(
                    ref bytes,
                    read < most ? Math.Min(most, Math.Max(1 << 16, 2 * read)) : throw TooLong(path, spelled, read, most)
                );
            }

            if (RandomAccess.Read(handle, bytes.AsSpan(read), read) is > 0 and var count)
            {
                read += count;
                continue;
            }

            return bytes[..read];
        }
    }

    /// <summary>Copies one to a place where there is none.</summary>
    /// <param name="source">Its path.</param>
    /// <param name="target">The copy's path.</param>
    /// <param name="cancellation">Stops between two pieces.</param>
    /// <exception cref="InputException">The source is a pipe, a device or a socket.</exception>
    public static void Copy(string source, string target, CancellationToken cancellation) =>
        Copy(source, target, (_, _) => { }, cancellation);

    /// <summary>Copies one to a place where there is none.</summary>
    /// <param name="source">Its path.</param>
    /// <param name="target">The copy's path.</param>
    /// <param name="copied">Takes how many bytes of how many are copied.</param>
    /// <param name="cancellation">Stops between two pieces.</param>
    /// <exception cref="InputException">The source is a pipe, a device or a socket.</exception>
    public static void Copy(string source, string target, Action<long, long> copied, CancellationToken cancellation)
    {
        using var from = OpenHandle(source, FileOptions.SequentialScan);
        using var to = File.OpenHandle(target, FileMode.CreateNew, FileAccess.Write);
        var buffer = new byte[CopyBytes];
        for (var at = 0L; RandomAccess.Read(from, buffer, at) is > 0 and var count; at += count)
        {
            cancellation.ThrowIfCancellationRequested();
            RandomAccess.Write(to, buffer.AsSpan(0, count), at);
            copied(at + count, RandomAccess.GetLength(from));
        }
    }

    private static InputException TooLong(string path, string? spelled, long length, int most) =>
        new(
            string.Create(
                CultureInfo.InvariantCulture,
                $"{spelled ?? path} has {length} bytes or more; expected at most {most} of such a file."
            )
        );
}
