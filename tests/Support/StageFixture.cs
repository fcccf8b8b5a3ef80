using Pipeline.Engine.Artifacts;
using Pipeline.Engine.Caching;
using Pipeline.Engine.Stages;
using Pipeline.Engine.Tables;

namespace Pipeline.Tests.Support;

/// <summary>Runs one stage alone, with inputs that a test gathers one by one; see <see cref="StageChain"/> for several stages in a
/// row.</summary>
public sealed class StageFixture : IDisposable
{
    private readonly StageChain _chain = new();
    private readonly Dictionary<string, Artifact> _inputs = new(StringComparer.Ordinal);
    private Artifact? _made;

    /// <summary>Where the fold stage under test wrote.</summary>
    public string Output => _made?.Folder ?? throw new InvalidOperationException("No fold stage has run.");

    /// <summary>Gives the stage a whole table of one part.</summary>
    public async Task<StageFixture> WithTableAsync<TRow>(string name, IReadOnlyList<TRow> rows)
        where TRow : class, new()
    {
        _inputs[name] = await _chain.TableAsync(rows);
        return this;
    }

    /// <summary>Gives the stage a plain Parquet file of an input, beside what the input has already.</summary>
    public async Task<StageFixture> WithFileAsync<TRow>(string name, string file, IReadOnlyList<TRow> rows)
        where TRow : class, new()
    {
        Add(name, await _chain.FileAsync(file, rows));
        return this;
    }

    /// <summary>Gives the stage a text file of an input, beside what the input has already.</summary>
    public async Task<StageFixture> WithTextAsync(string name, string file, string text)
    {
        Add(name, await _chain.TextAsync(file, text));
        return this;
    }

    /// <summary>Gives the stage a folder.</summary>
    public StageFixture WithFolder(string name, string folder)
    {
        _inputs[name] = new Artifact("", folder, [], [], folder);
        return this;
    }

    /// <summary>Runs a fold stage; read what it wrote with <see cref="ReadAsync{TRow}"/>.</summary>
    public async Task RunAsync(FoldStage stage) =>
        _made = await _chain.RunAsync(stage, [.. _inputs.Select(input => (input.Key, input.Value))]);

    /// <summary>Runs a map stage on one part.</summary>
    public async Task<IReadOnlyList<TRow>> RunAsync<TRow, TInput>(
        MapStage<TRow> stage,
        string stream,
        IReadOnlyList<TInput> rows,
        IMemo? memo = null
    )
        where TRow : class, new()
        where TInput : class, new()
    {
        var context = memo is null ? _chain.Context() : _chain.Context() with { Memo = memo };
        using var transform = await stage.OpenAsync(new StageInputs(_inputs), context, TestContext.Current.CancellationToken);
        var inputs = new PartInputs(new Dictionary<string, Part> { [stream] = (await _chain.TableAsync(rows)).Parts[0] });
        return await transform.TransformAsync(inputs, new PartContext(0, context), TestContext.Current.CancellationToken);
    }

    /// <summary>A plain table that the fold stage wrote.</summary>
    public async Task<IReadOnlyList<TRow>> ReadAsync<TRow>(string file)
        where TRow : class, new() => await TableFile.ReadAsync<TRow>(Path.Combine(Output, file), TestContext.Current.CancellationToken);

    public void Dispose() => _chain.Dispose();

    private void Add(string name, Artifact added) =>
        _inputs[name] = _inputs.TryGetValue(name, out var known) ? known with { Files = [.. known.Files, .. added.Files] } : added;
}
