using System.Globalization;
using Pipeline.Engine.Artifacts;
using Pipeline.Engine.CommandLine.Output;
using Pipeline.Engine.Planning;

namespace Pipeline.Engine.CommandLine.Commands;

/// <summary>Says what is in the cache for a configuration as it stands, and what is not.</summary>
internal sealed class StatusCommand : PipelineCommand
{
    private readonly ICatalogue _catalogue;
    private readonly Terminal _terminal;
    private readonly SharedOptions _shared;

    public StatusCommand(ICatalogue catalogue, Terminal terminal, SharedOptions shared)
        : base("status", "show what is cached, stage by stage")
    {
        (_catalogue, _terminal, _shared) = (catalogue, terminal, shared);
        Arguments.Add(shared.File);
        AddGroup(SharedOptions.Title, shared.All);
        SetAction((parsed, cancellation) => Task.FromResult(Show(Workspace.Open(_catalogue, parsed, _shared), cancellation)));
    }

    private int Show(Workspace workspace, CancellationToken cancellation)
    {
        var plans = workspace.Plan(cancellation);
        var table = new TextTable("stage", "state", "parts", "rows", "size");
        foreach (var plan in plans)
        {
            table.Add(
                plan.Node.Id,
                PlanText.StateOf(plan),
                plan.PartsTotal == 0 ? ""
                    : plan.State == NodeState.Hit ? Whole(plan.PartsTotal)
                    : $"{plan.PartsHit} of {plan.PartsTotal}",
                plan.Artifact is { Parts.Count: > 0 } made ? Whole(made.Rows) : "",
                plan.Artifact is { } artifact ? Quantity.Bytes(BytesOf(artifact)) : ""
            );
        }

        table.WriteTo(_terminal.Out);
        var cached = plans.Count(plan => plan.State == NodeState.Hit);
        var bytes = plans.Where(plan => plan.Artifact is not null).Sum(plan => BytesOf(plan.Artifact!));
        _terminal.WriteLine($"{cached} of {Quantity.Count(plans.Count, "stage")} cached, {Quantity.Bytes(bytes)}");
        _terminal.WriteLine(
            "run folder: "
                + $"{PlanText.Relative(workspace.Settings.RunFolder)}{(Directory.Exists(workspace.Settings.RunFolder) ? "" : " (not yet there)")}"
        );
        return ExitCode.Success;
    }

    private static long BytesOf(Artifact artifact) =>
        artifact.Files.Sum(file => file.Bytes) + artifact.Parts.Sum(part => new FileInfo(part.Path).Length);

    private static string Whole(long value) => value.ToString(CultureInfo.InvariantCulture);
}
