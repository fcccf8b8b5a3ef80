using System.Globalization;

namespace Pipeline.Engine.Caching;

/// <summary>What a file looks like from outside; while it stays, the contents are taken to stay.</summary>
internal static class FileStamp
{
    /// <summary>Coarser than any file system's clock: two writes within it may leave one time.</summary>
    private static readonly TimeSpan _clockGrain = TimeSpan.FromSeconds(2);

    /// <summary>Length, modification time, change time and inode as one text. The change time is there because a program can set the
    /// modification time back, as archivers and copying programs do.</summary>
    public static string Read(string path)
    {
        var file = new FileInfo(path);
        var identity = FileIdentity.Read(path);
        return string.Create(
            CultureInfo.InvariantCulture,
            $"{(file.Exists ? file.Length : -1)}:{file.LastWriteTimeUtc.Ticks}:{identity.Changed}:{identity.Inode}"
        );
    }

    /// <summary>
    /// Whether a file was last changed long enough ago that a further write would show in its stamp. What was written just now is hashed
    /// again by the next process.
    /// </summary>
    public static bool IsSettled(string path, DateTimeOffset now)
    {
        var written = File.GetLastWriteTimeUtc(path);
        var changed = DateTime.UnixEpoch.AddTicks(FileIdentity.Read(path).Changed);
        return now.UtcDateTime - (changed > written ? changed : written) > _clockGrain;
    }
}
