using System.Globalization;

namespace Pipeline.Engine.Caching;

/// <summary>
/// An exclusive lock on one artifact, between processes too: an advisory lock on a small file, which the system drops when its holder dies.
/// The file goes away with the lock.
/// </summary>
internal sealed class ArtifactLock : IDisposable
{
    /// <summary>What the file names of locks end with.</summary>
    public const string Extension = ".lock";

    private static readonly TimeSpan _retry = TimeSpan.FromMilliseconds(100);
    private readonly FileStream _stream;
    private readonly string _path;

    private ArtifactLock(FileStream stream, string path)
    {
        _stream = stream;
        _path = path;
    }

    /// <summary>Takes the lock, waiting for its holder; <paramref name="waiting"/> is told once who that is.</summary>
    public static async Task<ArtifactLock> AcquireAsync(string path, Action<string> waiting, CancellationToken cancellation)
    {
        var told = false;
        while (true)
        {
            cancellation.ThrowIfCancellationRequested();
            if (TryAcquire(path) is { } held)
            {
                return held;
            }

            if (!told)
            {
                told = true;
                waiting(HolderOf(path));
            }

            await Task.Delay(_retry, cancellation).ConfigureAwait(false);
        }
    }

    /// <summary>Takes the lock if nobody holds it. What another user made and this one cannot open counts as held.</summary>
    public static ArtifactLock? TryAcquire(string path)
    {
        FileStream? stream;
        try
        {
            Directory.CreateDirectory(Path.GetDirectoryName(path)!);
            stream = LockFile.TryOpen(path, FileShare.None);
        }
        catch (Exception error) when (error is LockNotOpenedException or DirectoryNotFoundException)
        {
            return null;
        }

        if (stream is null)
        {
            return null;
        }

        try
        {
            if (IsStill(path, stream))
            {
                NameHolder(path);
                return new ArtifactLock(stream, path);
            }
        }
        catch (Exception error)
        {
            stream.Dispose();
            if (error is not DirectoryNotFoundException)
            {
                throw;
            }
        }

        stream.Dispose();
        return null;
    }

    public void Dispose()
    {
        try
        {
            File.Delete(HolderPath(_path));
            File.Delete(_path);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            // Somebody removed the folder of locks, which is always allowed; or it is another user's file, which stays, without a lock.
        }
        finally
        {
            _stream.Dispose();
        }
    }

    /// <summary>Writes down who holds it, for those who wait.</summary>
    private static void NameHolder(string path)
    {
        try
        {
            File.WriteAllText(
                HolderPath(path),
                string.Create(CultureInfo.InvariantCulture, $"process {Environment.ProcessId} on {Environment.MachineName}")
            );
        }
        catch (UnauthorizedAccessException)
        {
            // Another user's file, left by a process that died: they will be told of that one.
        }
    }

    /// <summary>Whether the path still names the file that was locked: its last holder may have removed it in between.</summary>
    private static bool IsStill(string path, FileStream stream)
    {
        var locked = FileIdentity.Read(
            string.Create(CultureInfo.InvariantCulture, $"/proc/self/fd/{stream.SafeFileHandle.DangerousGetHandle()}")
        );
        return locked.Inode == FileIdentity.Read(path).Inode;
    }

    private static string HolderOf(string path)
    {
        try
        {
            return File.ReadAllText(HolderPath(path)) is { Length: > 0 } holder ? holder : "another process";
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            return "another process";
        }
    }

    private static string HolderPath(string path) => path + ".holder";
}
