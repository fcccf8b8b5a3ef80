using System.CommandLine;
using System.Globalization;
using Pipeline.Engine.Caching;
using Pipeline.Engine.CommandLine.Output;

namespace Pipeline.Engine.CommandLine.Commands;

/// <summary>Says which folders of the cache nothing needs any more, and removes them if told to.</summary>
internal sealed class CleanCommand : PipelineCommand
{
    private readonly Terminal _terminal;
    private readonly Option<bool> _yes = new("--yes", "-y") { Description = "remove it" };
    private readonly Option<bool> _states = new("--states") { Description = "also what interrupted training would go on from" };
    private readonly Option<bool> _memos = new("--memos")
    {
        Description = "also remembered replies that stages still use: losing them costs time only",
    };

    public CleanCommand(ICatalogue catalogue, Terminal terminal, SharedOptions shared)
        : base("clean", "show which artifacts neither the file nor the last run of any other needs; --yes removes them")
    {
        _terminal = terminal;
        Arguments.Add(shared.File);
        AddGroup("Options", _yes, _states, _memos);
        AddGroup(SharedOptions.Title, shared.All);
        SetAction((parsed, cancellation) => Task.FromResult(Clean(Workspace.Open(catalogue, parsed, shared), parsed, cancellation)));
    }

    private int Clean(Workspace workspace, ParseResult parsed, CancellationToken cancellation)
    {
        var remove = parsed.GetValue(_yes);
        string? inUse = null;
        using var alone = remove ? CacheUse.TryAlone(workspace.Settings.CacheFolder, out inUse) : null;
        if (inUse is not null)
        {
            _terminal.WriteErrorLine($"error: {inUse}");
            return ExitCode.Resumable;
        }

        var needed = new NeededArtifacts(workspace, cancellation);
        WarnOfKept(needed);
        var unneeded = CacheContents
            .List(workspace.Settings.CacheFolder)
            .Where(folder =>
                folder.Kind switch
                {
                    CacheFolderKind.State => parsed.GetValue(_states) && !needed.Contains(folder),
                    CacheFolderKind.Memo when parsed.GetValue(_memos) => true,
                    _ => !needed.Contains(folder),
                }
            )
            .ToList();
        if (unneeded.Count == 0)
        {
            _terminal.WriteLine("nothing to remove");
            return ExitCode.Success;
        }

        var table = new TextTable("stage", "folders", "size");
        foreach (var stage in unneeded.GroupBy(folder => folder.Stage))
        {
            table.Add(stage.Key, stage.Count().ToString(CultureInfo.InvariantCulture), Quantity.Bytes(stage.Sum(folder => folder.Bytes)));
        }

        table.WriteTo(_terminal.Out);
        if (remove)
        {
            unneeded.ForEach(folder => ArtifactStore.Remove(folder.Path));
            foreach (var run in needed.Gone)
            {
                File.Delete(run.Path);
            }
        }

        var total = $"{Quantity.Count(unneeded.Count, "folder")}, {Quantity.Bytes(unneeded.Sum(folder => folder.Bytes))}";
        _terminal.WriteLine(remove ? $"removed {total}" : $"{total} could be removed; --yes removes them");
        return ExitCode.Success;
    }

    private void WarnOfKept(NeededArtifacts needed)
    {
        foreach (var run in needed.Unread)
        {
            Warn(
                $"{PlanText.Relative(run.Path)} {run.Damage}: what that run needs cannot be known, so every artifact is kept. "
                    + "Run its file again, or remove the record."
            );
        }

        foreach (var run in needed.OutOfSight)
        {
            Warn(
                $"the folder {PlanText.Relative(run.Folder!)} of a run is not to be seen from here, so what it needs is kept. "
                    + $"If it is gone, remove {PlanText.Relative(run.Path)}."
            );
        }
    }

    private void Warn(string message) => _terminal.WriteErrorLine($"warning: {message}");
}
