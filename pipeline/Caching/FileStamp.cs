using System.Globalization;

namespace Pipeline.Engine.Caching;

/// <summary>What a file looks like from outside; while it stays, the contents are taken to stay.</summary>
internal static class FileStamp
{
    /// <summary>Coarser than any file system's clock: two writes within it may leave one modification time.</summary>
    private static readonly TimeSpan _clockGrain = TimeSpan.FromSeconds(2);

    /// <summary>Length, modification time and inode as one text.</summary>
    public static string Read(string path)
    {
        var file = new FileInfo(path);
        return string.Create(
            CultureInfo.InvariantCulture,
            $"{(file.Exists ? file.Length : -1)}:{file.LastWriteTimeUtc.Ticks}:{FileIdentity.Inode(path)}"
        );
    }

    /// <summary>
    /// Whether a file was last written long enough ago that a further write would show in its stamp. What was written just now is hashed
    /// again by the next process.
    /// </summary>
    public static bool IsSettled(string path) => DateTime.UtcNow - File.GetLastWriteTimeUtc(path) > _clockGrain;
}
