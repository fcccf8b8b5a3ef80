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
        SetAction(parsed => Clean(Workspace.Open(catalogue, parsed, shared), parsed));
    }

    private int Clean(Workspace workspace, ParseResult parsed)
    {
        var remove = parsed.GetValue(_yes);
        using var alone = CacheUse.TryAlone(workspace.Settings.CacheFolder);
        if (alone is null && remove)
        {
            _terminal.WriteErrorLine("error: a run is using the cache; try again when it has ended");
            return ExitCode.Resumable;
        }

        var needed = NeededArtifacts.Find(workspace);
        var unneeded = CacheContents
            .List(workspace.Settings.CacheFolder)
            .Where(folder =>
                folder.Kind switch
                {
                    CacheFolderKind.State => parsed.GetValue(_states),
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
        }

        var total = $"{Quantity.Count(unneeded.Count, "folder")}, {Quantity.Bytes(unneeded.Sum(folder => folder.Bytes))}";
        _terminal.WriteLine(remove ? $"removed {total}" : $"{total} could be removed; --yes removes them");
        return ExitCode.Success;
    }
}
