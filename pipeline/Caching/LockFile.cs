namespace Pipeline.Engine.Caching;

/// <summary>Opens files such that the system locks them, until they are closed or their holder dies.</summary>
internal static class LockFile
{
    /// <summary>Opens a lock's file, making it if need be.</summary>
    /// <param name="path">The file; its folder is there.</param>
    /// <param name="share"><see cref="FileShare.None"/> to hold it alone, <see cref="FileShare.Read"/> beside others who share it.</param>
    /// <returns>The open file; null if somebody else holds the lock.</returns>
    /// <exception cref="LockNotOpenedException">The file is there and cannot be opened, as another user's: it may be held.</exception>
    public static FileStream? TryOpen(string path, FileShare share)
    {
        try
        {
            return Open(path, FileMode.OpenOrCreate, share == FileShare.None ? FileAccess.ReadWrite : FileAccess.Read, share);
        }
        catch (UnauthorizedAccessException) when (File.Exists(path))
        {
            return OpenOthers(path, share);
        }
    }

    /// <summary>Whether locks hold in a folder: some file systems take them and do nothing.</summary>
    /// <returns>Also true where nothing can be written, for then there is nothing to be locked.</returns>
    public static bool AreKeptIn(string folder)
    {
        var path = Path.Combine(folder, $"probe-{Guid.NewGuid():N}");
        try
        {
            using var first = new FileStream(
                path,
                FileMode.CreateNew,
                FileAccess.ReadWrite,
                FileShare.None,
                bufferSize: 1,
                FileOptions.DeleteOnClose
            );
            using var second = Open(path, FileMode.Open, FileAccess.ReadWrite, FileShare.None);
            return second is null;
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            return true;
        }
    }

    /// <summary>Whether opening failed because of another holder; anything else (a full disk, no permission) would never end by
    /// waiting.</summary>
    internal static bool IsHeld(IOException error)
    {
        const int LinuxWouldBlock = 11;
        const int MacWouldBlock = 35;
        const int WindowsSharingViolation = unchecked((int)0x80070020);
        return error.HResult is LinuxWouldBlock or MacWouldBlock or WindowsSharingViolation;
    }

    /// <summary>Another user's file can be locked by who may but read it.</summary>
    private static FileStream? OpenOthers(string path, FileShare share)
    {
        try
        {
            return Open(path, FileMode.Open, FileAccess.Read, share);
        }
        catch (UnauthorizedAccessException error)
        {
            throw new LockNotOpenedException(
                $"the lock {path} cannot be opened, so somebody may hold it: {ErrorText.FindCause(error)}",
                error
            );
        }
    }

    private static FileStream? Open(string path, FileMode mode, FileAccess access, FileShare share)
    {
        try
        {
            return new FileStream(path, mode, access, share, bufferSize: 1);
        }
        catch (IOException error) when (IsHeld(error))
        {
            return null;
        }
    }
}

/// <summary>A lock's file is there and cannot be opened: whoever made it may hold it.</summary>
internal sealed class LockNotOpenedException(string message, Exception inner) : IOException(message, inner);
