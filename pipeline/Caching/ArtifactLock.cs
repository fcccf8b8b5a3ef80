using System.Globalization;

namespace Pipeline.Engine.Caching;

/// <summary>
/// An exclusive lock on one artifact, between processes too: an advisory lock on a small file, which the system drops when its holder dies.
/// The file goes away with the lock.
/// </summary>
internal sealed class ArtifactLock : IDisposable
{
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

    /// <summary>Takes the lock if nobody holds it.</summary>
    public static ArtifactLock? TryAcquire(string path)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        FileStream stream;
        try
        {
            stream = new FileStream(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None, bufferSize: 1);
        }
        catch (IOException)
        {
            return null;
        }

        if (!IsStill(path, stream))
        {
            stream.Dispose();
            return null;
        }

        File.WriteAllText(HolderPath(path), string.Create(CultureInfo.InvariantCulture, $"process {Environment.ProcessId} on {Environment.MachineName}"));
        return new ArtifactLock(stream, path);
    }

    public void Dispose()
    {
        File.Delete(HolderPath(_path));
        File.Delete(_path);
        _stream.Dispose();
    }

    /// <summary>Whether the path still names the file that was locked: its last holder may have removed it in between.</summary>
    private static bool IsStill(string path, FileStream stream)
    {
        var locked = FileIdentity.Inode(string.Create(CultureInfo.InvariantCulture, $"/proc/self/fd/{stream.SafeFileHandle.DangerousGetHandle()}"));
        return locked == FileIdentity.Inode(path);
    }

    private static string HolderOf(string path)
    {
        try
        {
            return File.ReadAllText(HolderPath(path));
        }
        catch (IOException)
        {
            return "another process";
        }
    }

    private static string HolderPath(string path) => path + ".holder";
}
