using Pipeline.Engine.Artifacts;
using Pipeline.Engine.Caching;

namespace Pipeline.Engine.Planning;

/// <summary>Artifacts as readers see them, made from what is sealed in the cache.</summary>
internal static class SealedArtifacts
{
    /// <summary>The artifact of a sealed fold.</summary>
    public static Artifact OfFold(ArtifactStore store, Manifest manifest)
    {
        var folder = store.FolderOf(manifest.Stage, manifest.Fingerprint);
        var parts = manifest
            .Files.Where(file => file.Rows is not null)
            .Select((file, index) => new Part(index, Path.Combine(folder, file.Name), file.Digest, file.Rows!.Value))
            .ToList();
        var files = manifest
            .Files.Where(file => file.Rows is null)
            .Select(file => new ArtifactFile(file.Name, Path.Combine(folder, file.Name), file.Bytes, file.Digest))
            .ToList();
        var table = TableDigest(parts);
        return new Artifact(table, Digest.OfLines(files.Select(file => $"{file.Name} {file.Digest}").Prepend(table)), parts, files, folder);
    }

    /// <summary>The table of a map node whose parts are all sealed.</summary>
    public static Artifact OfTable(IReadOnlyList<Part> parts)
    {
        var table = TableDigest(parts);
        return new Artifact(table, table, parts, [], null);
    }

    /// <summary>One sealed part of a map node.</summary>
    public static Part OfPart(ArtifactStore store, Manifest manifest, int index)
    {
        var folder = store.FolderOf(manifest.Stage, manifest.Fingerprint);
        return manifest.Files is [{ Rows: { } rows } file]
            ? new Part(index, Path.Combine(folder, file.Name), file.Digest, rows)
            : throw new InputException(
                $"{folder} seals no single part of a table, as {manifest.Stage} makes them; remove it and run again."
            );
    }

    private static string TableDigest(IReadOnlyList<Part> parts) => Digest.OfLines(parts.Select(part => part.Digest));
}
