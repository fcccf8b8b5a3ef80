using Pipeline.Engine.Artifacts;
using Pipeline.Engine.Caching;
using Pipeline.Engine.Dataflow;
using Pipeline.Engine.Planning;

namespace Pipeline.Engine.CommandLine;

/// <summary>
/// Copies one node's sealed files out of the cache. A folder that is not there yet appears whole; in one that is there each file is
/// replaced whole, and what else lies in it (a card beside a model) stays.
/// </summary>
/// <param name="Node">The node.</param>
/// <param name="Folder">Absolute path of the folder.</param>
internal sealed record ArtifactExport(StageNode Node, string Folder)
{
    /// <summary>Reads <c>STAGE=DIR</c>.</summary>
    /// <exception cref="InputException">It is of another form, or the stage is none or several.</exception>
    public static ArtifactExport Parse(string text, Graph graph)
    {
        var equals = text.IndexOf('=', StringComparison.Ordinal);
        if (equals <= 0 || equals == text.Length - 1)
        {
            throw new InputException($"--export '{text}': expected STAGE=DIR, such as {graph.Nodes[0].Id}=out.");
        }

        var nodes = NodeSelection.Matching(graph, [text[..equals]], "--export");
        return nodes.Count == 1
            ? new ArtifactExport(nodes.Single(), Path.GetFullPath(text[(equals + 1)..]))
            : throw new InputException(
                $"--export '{text}': '{text[..equals]}' is several stages; name one of: "
                    + $"{string.Join(", ", graph.Nodes.Where(nodes.Contains).Select(node => node.Id))}."
            );
    }

    /// <summary>Copies the files of a run's artifact.</summary>
    /// <exception cref="InputException">The run left the node out.</exception>
    /// <exception cref="IOException">The artifact is damaged, or cannot be copied.</exception>
    /// <exception cref="OperationCanceledException">It was stopped; the folder is as it was.</exception>
    public void Copy(RunResult result, ArtifactStore store, CancellationToken cancellation)
    {
        if (!result.Artifacts.TryGetValue(Node, out var artifact))
        {
            throw new InputException($"--export {Node.Id}: the run left this stage out.");
        }

        store.RequireIntact(artifact, cancellation);
        var draft = $"{Path.TrimEndingDirectorySeparator(Folder)}.tmp-{Environment.ProcessId}";
        try
        {
            // An earlier process of the same id may have been killed here.
            ArtifactStore.Discard(draft);
            Directory.CreateDirectory(draft);
            var names = FilesOf(artifact).Select(file => CopyInto(draft, file.Name, file.Path, cancellation)).ToList();
            if (!Directory.Exists(Folder))
            {
                Directory.Move(draft, Folder);
                return;
            }

            foreach (var name in names)
            {
                Directory.CreateDirectory(Path.GetDirectoryName(Path.Combine(Folder, name))!);
                File.Move(Path.Combine(draft, name), Path.Combine(Folder, name), overwrite: true);
            }
        }
        finally
        {
            if (Directory.Exists(draft))
            {
                Directory.Delete(draft, recursive: true);
            }
        }
    }

    private static IEnumerable<(string Name, string Path)> FilesOf(Artifact artifact) =>
        artifact
            .Parts.Select(part => ($"part-{part.Index:D5}.parquet", part.Path))
            .Concat(artifact.Files.Select(file => (file.Name, file.Path)));

    private static string CopyInto(string folder, string name, string source, CancellationToken cancellation)
    {
        var target = Path.Combine(folder, name);
        Directory.CreateDirectory(Path.GetDirectoryName(target)!);
        RegularFile.Copy(source, target, cancellation);
        DurableFile.Flush(target);
        return name;
    }
}
