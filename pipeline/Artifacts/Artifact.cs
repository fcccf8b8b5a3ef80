namespace Pipeline.Engine.Artifacts;

/// <summary>
/// What a stage made or a user provided: an ordered table of parts, plain files in a folder, or both (ingest writes instances as parts and
/// where they came from as a file beside them).
/// </summary>
/// <param name="TableDigest">SHA-256 over the ordered part digests: what a reader of the table depends on.</param>
/// <param name="Digest">SHA-256 over the table digest and the plain files' names and digests: what a reader of everything depends
/// on.</param>
/// <param name="Parts">The table's parts in order; empty for an artifact of plain files.</param>
/// <param name="Files">The plain files, ordered by name; empty for the output of a map stage.</param>
/// <param name="Folder">The folder that holds <paramref name="Files"/>; null for the output of a map stage, whose parts lie apart.</param>
public sealed record Artifact(
    string TableDigest,
    string Digest,
    IReadOnlyList<Part> Parts,
    IReadOnlyList<ArtifactFile> Files,
    string? Folder
)
{
    /// <summary>Number of rows over all parts.</summary>
    public long Rows => Parts.Sum(part => part.Rows);

    /// <summary>The absolute path of a plain file of this artifact.</summary>
    /// <exception cref="InputException">There is no file of that name.</exception>
    public string PathOf(string name) =>
        Files.FirstOrDefault(file => file.Name == name)?.Path
        ?? throw new InputException(
            $"'{name}' is missing in {Folder ?? "a table"}; it holds: {string.Join(", ", Files.Select(file => file.Name))}."
        );
}
