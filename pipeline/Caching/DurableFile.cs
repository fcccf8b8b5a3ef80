using System.Runtime.InteropServices;
using System.Text;

namespace Pipeline.Engine.Caching;

/// <summary>Writes that are either wholly there or not there at all, also after a power cut.</summary>
public static partial class DurableFile
{
    private const int ReadOnly = 0;

    /// <summary>Writes a text beside the target, flushes it and renames it over the target.</summary>
    public static void WriteAllText(string path, string text)
    {
        // Process ids are no names: those of several containers that share a folder are the same.
        var temporary = $"{path}.tmp-{Guid.NewGuid():N}";
        try
        {
            using (var stream = new FileStream(temporary, FileMode.Create, FileAccess.Write))
            {
                stream.Write(Encoding.UTF8.GetBytes(text));
                stream.Flush(flushToDisk: true);
            }

            File.Move(temporary, path, overwrite: true);
        }
        catch
        {
            File.Delete(temporary);
            throw;
        }

        FlushFolder(Path.GetDirectoryName(path)!);
    }

    /// <summary>Flushes one file's contents to disk.</summary>
    public static void Flush(string path)
    {
        // Opened to be read: a copy of a write-protected file is write-protected.
        using var handle = File.OpenHandle(path, access: FileAccess.Read);
        RandomAccess.FlushToDisk(handle);
    }

    /// <summary>Flushes a folder, all files in it and all folders in it.</summary>
    /// <param name="folder">The folder.</param>
    /// <param name="cancellation">Stops between two files.</param>
    public static void FlushTree(string folder, CancellationToken cancellation)
    {
        foreach (var path in Directory.EnumerateFiles(folder, "*", SearchOption.AllDirectories))
        {
            cancellation.ThrowIfCancellationRequested();
            Flush(path);
        }

        foreach (var path in Directory.EnumerateDirectories(folder, "*", SearchOption.AllDirectories).Append(folder))
        {
            FlushFolder(path);
        }
    }

    /// <summary>Makes renames in a folder durable.</summary>
    public static void FlushFolder(string folder)
    {
        if (!OperatingSystem.IsLinux())
        {
            return;
        }

        var handle = Open(folder, ReadOnly);
        if (handle >= 0)
        {
            _ = Fsync(handle);
            _ = Close(handle);
        }
    }

    [LibraryImport("libc", EntryPoint = "open", StringMarshalling = StringMarshalling.Utf8)]
    private static partial int Open(string path, int flags);

    [LibraryImport("libc", EntryPoint = "fsync")]
    private static partial int Fsync(int handle);

    [LibraryImport("libc", EntryPoint = "close")]
    private static partial int Close(int handle);
}
