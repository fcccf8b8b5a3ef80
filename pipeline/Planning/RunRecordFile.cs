using Pipeline.Engine.Caching;
using Pipeline.Engine.Dataflow;
using Serilog;

namespace Pipeline.Engine.Planning;

/// <summary>
/// A run's record on disk: <c>runs/&lt;name&gt;/nodes.json</c>, and a copy in the cache's <see cref="RunRegister"/>, which says what may
/// not be removed from it. A run is who its configuration is: the folder of one configuration's run is not open to another's. Several
/// processes may run one configuration at once; each change is made to what is on disk, under a lock.
/// </summary>
internal sealed class RunRecordFile
{
    /// <summary>The record's name in the run's folder.</summary>
    public const string FileName = "nodes.json";

    /// <summary>Far more than the largest graph's; what is longer is none of ours and is not read into memory.</summary>
    public const long MostBytes = 64 << 20;

    /// <summary>Others hold the lock for one small write.</summary>
    private static readonly TimeSpan _longestWait = TimeSpan.FromMinutes(1);

    private readonly string _folder;
    private readonly string _path;
    private readonly string? _file;
    private readonly string _registered;
    private readonly string _cache;
    private readonly Lock _turn = new();
    private readonly HashSet<string> _begun = new(StringComparer.Ordinal);

    private Task _lastChange = Task.CompletedTask;

    /// <summary>The record of a run by its name, folders and configuration.</summary>
    public RunRecordFile(RunSettings settings)
    {
        _folder = RealPath.Resolve(settings.RunFolder);
        _cache = RealPath.Resolve(settings.CacheFolder);
        _path = Path.Combine(_folder, FileName);
        _file = settings.ConfigurationFile is { } file ? RealPath.Resolve(file) : null;
        _registered = RunRegister.PathOf(_cache, _folder);
        Load();
    }

    /// <summary>What was last read or written; empty if there is none, or if it is another configuration's.</summary>
    public RunRecord Current { get; private set; } = RunRecord.Empty;

    /// <summary>What is wrong with the record on disk, as a sentence; null if nothing is.</summary>
    public string? Damage { get; private set; }

    /// <summary>The other configuration whose run's folder this is; null if it is this one's, or nobody's any more.</summary>
    public string? OtherOwner { get; private set; }

    /// <summary>Reads what is on disk.</summary>
    public void Load()
    {
        var record = Read();
        OtherOwner = OwnerBeside(record);
        Current = OtherOwner is null ? record : RunRecord.Empty;
    }

    /// <summary>Makes the run's folder this configuration's, if it is not so already. A damaged record is told of and begun anew.</summary>
    /// <exception cref="InputException">It is another configuration's.</exception>
    public async Task ClaimAsync(ILogger log, CancellationToken cancellation)
    {
        Load();
        if (Damage is not null)
        {
            log.Warning("The run's record is damaged and not used: {Damage}", Damage);
        }

        if (
            OtherOwner is not null
            || Damage is not null
            || !File.Exists(_path)
            || !IsOurs(Current)
            || (Current.File is null && _file is not null)
        )
        {
            await ChangeAsync(record => record, mustRegister: false, cancellation).ConfigureAwait(false);
        }
    }

    /// <summary>Notes, before the first of its parts is made, that a node is under way: what is sealed of it is needed now.</summary>
    public async Task BeginAsync(StageNode node, CancellationToken cancellation)
    {
        lock (_begun)
        {
            if (!_begun.Add(node.Id))
            {
                return;
            }
        }

        var kind = NodeKind.FromStage(node.Stage);
        await ChangeAsync(record => record.WithBegun(node.Id, kind), mustRegister: true, cancellation).ConfigureAwait(false);
    }

    /// <summary>Notes what a node came to, unless that is what the record says already.</summary>
    public async Task CompleteAsync(string id, NodeRecord node)
    {
        var known = Current;
        if (known.Nodes.TryGetValue(id, out var before) && before.Says(node) && !known.Begun.ContainsKey(id) && File.Exists(_registered))
        {
            return;
        }

        // Also when the run was cancelled meanwhile: what is finished is kept.
        await ChangeAsync(record => record.WithCompleted(id, node), mustRegister: false, CancellationToken.None).ConfigureAwait(false);
    }

    private RunRecord Read()
    {
        Damage = null;
        var reading = SealedRecord.Read(_path, MostBytes);
        if (reading is { Content: null, Damage: null })
        {
            return RunRecord.Empty;
        }

        if (reading.Content is { } content && RunRecord.FromJson(content) is { } record)
        {
            return record;
        }

        Damage = $"{_path} {reading.Damage ?? "is of another form"}";
        return SealedRecord.Read(_registered, MostBytes).Content is { } copy && RunRecord.FromJson(copy) is { } kept
            ? kept
            : RunRecord.Empty;
    }

    /// <summary>One change after the other, so that those of one process do not wait for each other's lock.</summary>
    private Task ChangeAsync(Func<RunRecord, RunRecord> change, bool mustRegister, CancellationToken cancellation)
    {
        lock (_turn)
        {
            return _lastChange = ChangeAfterAsync(_lastChange, change, mustRegister, cancellation);
        }
    }

    private async Task ChangeAfterAsync(Task before, Func<RunRecord, RunRecord> change, bool mustRegister, CancellationToken cancellation)
    {
        await before.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        using var held = await LockAsync(cancellation).ConfigureAwait(false);
        var found = Read();
        OtherOwner = OwnerBeside(found);
        RequireOwn();

        // What the run of a configuration that is gone needed is none of this one's needs.
        var changed = change(IsOurs(found) ? found : RunRecord.Empty) with
        {
            File = RelativeFile() ?? found.File,
        };
        SealedRecord.Write(_path, changed.ToJson());
        Current = changed;
        try
        {
            RunRegister.Write(_cache, _folder, changed);
        }
        catch (Exception error) when (!mustRegister && (error is IOException or UnauthorizedAccessException))
        {
            // Of a cache that cannot be written nothing is made that it would have to be told of.
        }
    }

    /// <summary>Makes sure that the run's folder is this configuration's.</summary>
    /// <exception cref="InputException">It is another's.</exception>
    public void RequireOwn()
    {
        if (OtherOwner is not null)
        {
            throw new InputException(
                $"{_folder} is the folder of the run of {OtherOwner}; the run of {_file} needs a name of its own, or another folder for "
                    + "runs (--runs DIR)."
            );
        }
    }

    private async Task<ArtifactLock> LockAsync(CancellationToken cancellation)
    {
        Directory.CreateDirectory(_folder);
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        patience.CancelAfter(_longestWait);
        var holder = "another process";
        try
        {
            return await ArtifactLock
                .AcquireAsync(_path + ArtifactLock.Extension, who => holder = who, patience.Token)
                .ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (!cancellation.IsCancellationRequested)
        {
            throw new IOException($"{_path}{ArtifactLock.Extension} has been held for a minute by {holder}.");
        }
    }

    private string? OwnerBeside(RunRecord record)
    {
        if (_file is null || record.File is null)
        {
            return null;
        }

        var owner = RealPath.Resolve(Path.Combine(_folder, record.File));
        return owner != _file && File.Exists(owner) ? owner : null;
    }

    private bool IsOurs(RunRecord record) => _file is null || record.File is null || record.File == RelativeFile();

    private string? RelativeFile() => _file is null ? null : Path.GetRelativePath(_folder, _file).Replace('\\', '/');
}
