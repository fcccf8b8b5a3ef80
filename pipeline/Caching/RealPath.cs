using System.Runtime.InteropServices;

namespace Pipeline.Engine.Caching;

/// <summary>Where a path leads when all links are followed, so that one place has one name.</summary>
internal static partial class RealPath
{
    /// <summary>The absolute path without links; of what is not there yet, as far as it is.</summary>
    public static string Resolve(string path)
    {
        var full = Path.GetFullPath(path);
        var missing = new Stack<string>();
        for (var at = full; at is not null; at = Path.GetDirectoryName(at))
        {
            if (Existing(at) is { } real)
            {
                return Path.Combine([real, .. missing]);
            }

            missing.Push(Path.GetFileName(at));
        }

        return full;
    }

    private static string? Existing(string path)
    {
        if (OperatingSystem.IsWindows())
        {
            return Path.Exists(path) ? path : null;
        }

        var text = Canonicalize(path, 0);
        try
        {
            return text == 0 ? null : Marshal.PtrToStringUTF8(text);
        }
        finally
        {
            unsafe
            {
                NativeMemory.Free((void*)text);
            }
        }
    }

    [LibraryImport("libc", EntryPoint = "realpath", StringMarshalling = StringMarshalling.Utf8)]
    private static partial nint Canonicalize(string path, nint resolved);
}
