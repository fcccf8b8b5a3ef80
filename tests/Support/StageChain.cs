using Pipeline.Engine.Artifacts;
using Pipeline.Engine.Caching;
using Pipeline.Engine.Stages;
using Pipeline.Engine.Tables;
using Serilog.Core;

namespace Pipeline.Tests.Support;

/// <summary>Runs fold stages one after the other without an engine: what one wrote is an input of the next.</summary>
public sealed class StageChain : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private int _made;

    /// <summary>What the stages reported for the run's own table.</summary>
    public Dictionary<string, double> Volatile { get; } = new(StringComparer.Ordinal);

    /// <summary>A path inside the chain's folder.</summary>
    public string PathOf(string name) => _folder.PathOf(name);

    /// <summary>An artifact that is one table of one part.</summary>
    public async Task<Artifact> TableAsync<TRow>(IReadOnlyList<TRow> rows)
        where TRow : class, new()
    {
        var table = ArtifactOf(await WriteAsync("part-00000.parquet", rows));
        return table with { Parts = [table.Parts[0] with { Rows = rows.Count }] };
    }

    /// <summary>An artifact that is one plain Parquet file.</summary>
    public async Task<Artifact> FileAsync<TRow>(string name, IReadOnlyList<TRow> rows)
        where TRow : class, new() => ArtifactOf(await WriteAsync(name, rows));

    /// <summary>An artifact that is one text file.</summary>
    public async Task<Artifact> TextAsync(string name, string text)
    {
        var folder = NextFolder();
        await File.WriteAllTextAsync(Path.Combine(folder, name), text, TestContext.Current.CancellationToken);
        return ArtifactOf(folder);
    }

    /// <summary>An artifact that is a folder of the test's.</summary>
    public static Artifact Folder(string folder) => ArtifactOf(folder);

    /// <summary>What a stage makes of artifacts.</summary>
    public async Task<Artifact> RunAsync(FoldStage stage, params (string Name, Artifact Artifact)[] inputs)
    {
        var folder = NextFolder();
        var named = inputs.ToDictionary(input => input.Name, input => input.Artifact);
        await stage.RunAsync(
            new StageInputs(named),
            new FoldOutput(folder, folder + "-state", () => { }, TestContext.Current.CancellationToken),
            Context(),
            TestContext.Current.CancellationToken
        );
        return ArtifactOf(folder);
    }

    /// <summary>What a running stage is offered beside its inputs.</summary>
    internal StageContext Context() =>
        new(
            "test",
            Logger.None,
            2,
            new Progress<StageProgress>(),
            (name, value) => Volatile[name] = value,
            new FileMemo(_folder.PathOf("memo"))
        );

    /// <summary>All rows of an artifact's table.</summary>
    public static async Task<IReadOnlyList<TRow>> RowsAsync<TRow>(Artifact artifact)
        where TRow : class, new()
    {
        var rows = new List<TRow>();
        foreach (var part in artifact.Parts)
        {
            rows.AddRange(await TableFile.ReadAsync<TRow>(part.Path, TestContext.Current.CancellationToken));
        }

        return rows;
    }

    /// <summary>A plain table of an artifact.</summary>
    public static async Task<IReadOnlyList<TRow>> RowsAsync<TRow>(Artifact artifact, string file)
        where TRow : class, new() => await TableFile.ReadAsync<TRow>(artifact.PathOf(file), TestContext.Current.CancellationToken);

    public void Dispose() => _folder.Dispose();

    private static Artifact ArtifactOf(string folder)
    {
        var files = Directory
            .EnumerateFiles(folder, "*", SearchOption.AllDirectories)
            .Select(path => new ArtifactFile(
                Path.GetRelativePath(folder, path),
                path,
                new FileInfo(path).Length,
                Digest.OfFile(path, TestContext.Current.CancellationToken)
            ))
            .OrderBy(file => file.Name, StringComparer.Ordinal)
            .ToLookup(file => file.Name.StartsWith("part-", StringComparison.Ordinal));
        return new Artifact(
            "",
            "",
            files[true].Select((file, index) => new Part(index, file.Path, file.Digest, 0)).ToList(),
            files[false].ToList(),
            folder
        );
    }

    private string NextFolder() => Directory.CreateDirectory(_folder.PathOf($"artifact-{_made++}")).FullName;

    private async Task<string> WriteAsync<TRow>(string name, IReadOnlyList<TRow> rows)
        where TRow : class, new()
    {
        var folder = NextFolder();
        await TableFile.WriteAsync(Path.Combine(folder, name), rows, TestContext.Current.CancellationToken);
        return folder;
    }
}
