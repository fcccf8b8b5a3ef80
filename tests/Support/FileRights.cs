namespace Pipeline.Tests.Support;

/// <summary>Sets who may do what with a file or folder.</summary>
internal static class FileRights
{
    /// <summary>Sets the rights.</summary>
    /// <exception cref="PlatformNotSupportedException">The system knows no such rights.</exception>
    public static void Set(string path, UnixFileMode mode)
    {
        if (OperatingSystem.IsWindows())
        {
            throw new PlatformNotSupportedException();
        }

        File.SetUnixFileMode(path, mode);
    }
}
