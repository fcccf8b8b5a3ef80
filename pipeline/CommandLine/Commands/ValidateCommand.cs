using Pipeline.Engine.CommandLine.Output;
using Pipeline.Engine.Planning;

namespace Pipeline.Engine.CommandLine.Commands;

/// <summary>Checks everything that can be checked without computing.</summary>
internal sealed class ValidateCommand : PipelineCommand
{
    private readonly ICatalogue _catalogue;
    private readonly Terminal _terminal;

    public ValidateCommand(ICatalogue catalogue, Terminal terminal, SharedOptions shared)
        : base("validate", "check the settings and everything that they name, without computing")
    {
        (_catalogue, _terminal) = (catalogue, terminal);
        Arguments.Add(shared.File);
        AddGroup(SharedOptions.Title, shared.All);
        SetAction((parsed, cancellation) => CheckAsync(Workspace.Open(catalogue, parsed, shared), cancellation));
    }

    private static string CheckRunFolder(Workspace workspace)
    {
        workspace.RequireOwnRunFolder();
        return workspace.Settings.RunName;
    }

    private static IReadOnlyList<string> Lacking(Workspace workspace, CancellationToken cancellation) =>
        [.. workspace.Plan(cancellation).Where(plan => plan.State != NodeState.Hit).Select(plan => plan.Node.Id)];

    private async Task<int> CheckAsync(Workspace workspace, CancellationToken cancellation)
    {
        InputCheck[] checks =
        [
            .. _catalogue.Checks(workspace.Configuration, workspace.Graph),
            new InputCheck("run", _ => Task.FromResult(CheckRunFolder(workspace))),
            FolderCheck.Create("--cache", workspace.Settings.CacheFolder, () => Lacking(workspace, cancellation)),
            FolderCheck.Create("--runs", workspace.Settings.RunsFolder),
        ];
        var outcomes = await InputChecks.RunAsync(checks, Environment.ProcessorCount, cancellation).ConfigureAwait(false);
        var table = new TextTable();
        table.Add("ok", "settings", $"{Quantity.Count(workspace.Graph.Nodes.Count, "stage")}");
        foreach (var outcome in outcomes)
        {
            table.Add(
                outcome.Error is null ? "ok" : "error",
                outcome.Subject,
                outcome.Error is { } error ? ErrorText.Describe(error) : outcome.Found
            );
        }

        table.WriteTo(_terminal.Out);
        var failed = outcomes.Count(outcome => outcome.Error is not null);
        if (failed == 0)
        {
            return ExitCode.Success;
        }

        _terminal.WriteErrorLine($"error: {Quantity.Count(failed, "check")} of {outcomes.Count + 1} failed");
        return ExitCode.BadInput;
    }
}
