using System.Text.Json;
using Pipeline.Engine.Tables;

namespace Pipeline.Tests.Support;

/// <summary>The tables that a run of the program left in its cache, by node.</summary>
public sealed class FinishedRunTables(string folder, string run)
{
    private readonly JsonElement _nodes = JsonElement
        .Parse(File.ReadAllBytes(Path.Combine(folder, "runs", run, "nodes.json")))
        .GetProperty("nodes");

    /// <summary>The rows of a node's table, over all parts.</summary>
    public async Task<IReadOnlyList<TRow>> ReadAsync<TRow>(string node)
        where TRow : class, new()
    {
        var rows = new List<TRow>();
        foreach (
            var path in Folders(node)
                .SelectMany(artifact => Directory.EnumerateFiles(artifact, "part*.parquet").Order(StringComparer.Ordinal))
        )
        {
            rows.AddRange(await TableFile.ReadAsync<TRow>(path, TestContext.Current.CancellationToken));
        }

        return rows;
    }

    /// <summary>The rows of a plain table beside a node's parts.</summary>
    public async Task<IReadOnlyList<TRow>> ReadFileAsync<TRow>(string node, string file)
        where TRow : class, new() =>
        await TableFile.ReadAsync<TRow>(Path.Combine(Folders(node).Single(), file), TestContext.Current.CancellationToken);

    private IEnumerable<string> Folders(string node)
    {
        var record = _nodes.GetProperty(node);
        var stage = Path.Combine(folder, "cache", record.GetProperty("stage").GetString()!);
        return record
            .GetProperty("fingerprints")
            .EnumerateArray()
            .Select(fingerprint =>
                Directory
                    .EnumerateDirectories(stage)
                    .Single(path => fingerprint.GetString()!.StartsWith(Path.GetFileName(path), StringComparison.Ordinal))
            );
    }
}
