namespace Pipeline.Engine.Artifacts;

/// <summary>One plain file of an artifact.</summary>
/// <param name="Name">Path relative to the artifact's folder, with forward slashes.</param>
/// <param name="Path">Absolute path.</param>
/// <param name="Bytes">Length in bytes.</param>
/// <param name="Digest">SHA-256 of the file's bytes, lower-case hexadecimal.</param>
public sealed record ArtifactFile(string Name, string Path, long Bytes, string Digest)
{
    /// <summary>Whether it lies sealed in the cache; otherwise it is a file of the user's.</summary>
    public bool IsSealed => Stamp is null;

    /// <summary>For a file of the user's: length, times and inode when it was hashed, by which a later change is noticed; null for a sealed
    /// file.</summary>
    internal string? Stamp { get; init; }
}
