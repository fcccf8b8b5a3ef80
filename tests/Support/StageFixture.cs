using Pipeline.Engine.Artifacts;
using Pipeline.Engine.Caching;
using Pipeline.Engine.Stages;
using Pipeline.Engine.Tables;
using Serilog.Core;

namespace Pipeline.Tests.Support;

/// <summary>Runs one stage alone, with tables made by the test.</summary>
public sealed class StageFixture : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly Dictionary<string, Artifact> _inputs = new(StringComparer.Ordinal);

    /// <summary>Where a fold stage under test writes.</summary>
    public string Output => _folder.PathOf("output");

    /// <summary>Gives the stage a whole table of one part.</summary>
    public async Task<StageFixture> WithTableAsync<TRow>(string name, IReadOnlyList<TRow> rows)
        where TRow : class, new()
    {
        _inputs[name] = new Artifact("", "", [await PartAsync(rows)], [], null);
        return this;
    }

    /// <summary>Gives the stage a plain Parquet file of an input, beside what the input has already.</summary>
    public async Task<StageFixture> WithFileAsync<TRow>(string name, string file, IReadOnlyList<TRow> rows)
        where TRow : class, new()
    {
        var part = await PartAsync(rows);
        var known = _inputs.TryGetValue(name, out var input) ? input : new Artifact("", "", [], [], _folder.Root);
        _inputs[name] = known with { Files = [.. known.Files, new ArtifactFile(file, part.Path, new FileInfo(part.Path).Length, "")] };
        return this;
    }

    /// <summary>Gives the stage a folder.</summary>
    public StageFixture WithFolder(string name, string folder)
    {
        _inputs[name] = new Artifact("", folder, [], [], folder);
        return this;
    }

    /// <summary>Runs a fold stage; read what it wrote with <see cref="ReadAsync{TRow}"/>.</summary>
    public Task RunAsync(FoldStage stage)
    {
        Directory.CreateDirectory(Output);
        return stage.RunAsync(new StageInputs(_inputs), new FoldOutput(Output, _folder.PathOf("state"), () => { }), Context(), TestContext.Current.CancellationToken);
    }

    /// <summary>Runs a map stage on one part.</summary>
    public async Task<IReadOnlyList<TRow>> RunAsync<TRow, TInput>(MapStage<TRow> stage, string stream, IReadOnlyList<TInput> rows, IMemo? memo = null)
        where TRow : class, new()
        where TInput : class, new()
    {
        var context = Context() with { Memo = memo ?? new FileMemo(_folder.PathOf("memo")) };
        using var transform = await stage.OpenAsync(new StageInputs(_inputs), context, TestContext.Current.CancellationToken);
        var inputs = new PartInputs(new Dictionary<string, Part> { [stream] = await PartAsync(rows) });
        return await transform.TransformAsync(inputs, new PartContext(0, context), TestContext.Current.CancellationToken);
    }

    /// <summary>A table that a fold stage wrote.</summary>
    public async Task<IReadOnlyList<TRow>> ReadAsync<TRow>(string file)
        where TRow : class, new() => await TableFile.ReadAsync<TRow>(Path.Combine(Output, file), TestContext.Current.CancellationToken);

    public void Dispose() => _folder.Dispose();

    private async Task<Part> PartAsync<TRow>(IReadOnlyList<TRow> rows)
        where TRow : class, new()
    {
        var path = _folder.PathOf($"{Guid.NewGuid():N}.parquet");
        await TableFile.WriteAsync(path, rows, TestContext.Current.CancellationToken);
        return new Part(0, path, "", rows.Count);
    }

    private StageContext Context() => new("test", Logger.None, 2, new Progress<StageProgress>(), (_, _) => { }, new FileMemo(_folder.PathOf("memo")));
}
