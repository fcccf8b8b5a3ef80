using System.CommandLine;
using System.Globalization;
using System.Text.Json.Nodes;
using Pipeline.Engine.Caching;
using Pipeline.Engine.CommandLine.Output;
using Pipeline.Engine.Planning;

namespace Pipeline.Engine.CommandLine.Commands;

/// <summary>Says why a stage would run again, and everything that it depends on.</summary>
internal sealed class ExplainCommand : PipelineCommand
{
    private const int DigestLetters = 10;
    private readonly Terminal _terminal;
    private readonly Argument<string> _stage = StageNames.NewArgument();

    public ExplainCommand(ICatalogue catalogue, Terminal terminal, SharedOptions shared)
        : base("explain", "say why a stage would run again, and what it depends on")
    {
        _terminal = terminal;
        Arguments.Add(shared.File);
        Arguments.Add(_stage);
        AddGroup(SharedOptions.Title, shared.All);
        SetAction(
            (parsed, cancellation) =>
            {
                var workspace = Workspace.Open(catalogue, parsed, shared);
                var plans = workspace.Plan(cancellation).ToDictionary(plan => plan.Node);
                var explained = NodeSelection.Matching(workspace.Graph, [parsed.GetRequiredValue(_stage)], "STAGE");
                foreach (var node in workspace.Graph.Nodes.Where(explained.Contains))
                {
                    Explain(workspace, node, plans);
                }

                return Task.FromResult(ExitCode.Success);
            }
        );
    }

    private void Explain(Workspace workspace, StageNode node, Dictionary<StageNode, NodePlan> plans)
    {
        var plan = plans[node];
        _terminal.WriteLine($"{node.Id}: {PlanText.StateOf(plan)}");
        var table = new TextTable();
        foreach (var reason in plan.Reasons)
        {
            table.Add("  because", reason);
        }

        if (plan.MissingParts.Count > 0 && plan.PartsHit > 0)
        {
            table.Add("  missing", $"{PartRanges.Format(plan.MissingParts)} of the parts 0-{plan.PartsTotal - 1}");
        }

        table.Add("  stage", string.Create(CultureInfo.InvariantCulture, $"{node.Stage.Name}, version {node.Stage.Version}"));
        foreach (var (key, value) in CanonicalJson.Serialize(node.Stage.Options).OrderBy(entry => entry.Key, StringComparer.Ordinal))
        {
            table.Add("  setting", $"{key} = {Shown(value)}");
        }

        foreach (var input in node.Streams)
        {
            table.Add("  streams", $"{input.Name}: {input.Node.Id} ({PlanText.StateOf(plans[input.Node])})");
        }

        foreach (var input in node.Inputs)
        {
            table.Add("  reads", $"{input.Name}: {Describe(input, plan, plans)}");
        }

        foreach (var reader in workspace.Graph.Nodes.Where(reader => reader.Parents.Contains(node)))
        {
            table.Add("  read by", reader.Id);
        }

        table.Add("  artifact", Place(workspace, node, plan));
        table.WriteTo(_terminal.Out);
        _terminal.WriteLine();
    }

    private static string Describe(NodeInput input, NodePlan plan, Dictionary<StageNode, NodePlan> plans)
    {
        var digest = (string?)plan.Document?.Document["inputs"]?[input.Name] is { } text ? $", content {text[..DigestLetters]}…" : "";
        return input switch
        {
            NodeOutput output => $"{output.Node.Id} ({PlanText.StateOf(plans[output.Node])}{digest})",
            ExternalInput external => $"{PlanText.Relative(external.Path)}{digest}",
            _ => throw new NotSupportedException(input.GetType().Name),
        };
    }

    private static string Place(Workspace workspace, StageNode node, NodePlan plan) =>
        plan switch
        {
            { Document: null } => "known once what it waits for is there",
            { SealedParts: { Count: > 0 } parts } => string.Join(
                ", ",
                parts.Take(2).Select(part => PlanText.Relative(Path.GetDirectoryName(part.Path)!))
            ) + (parts.Count > 2 ? $" and {parts.Count - 2} more" : ""),
            { State: NodeState.Hit } => PlanText.Relative(workspace.Store.FolderOf(node.Stage.Name, plan.Document.Fingerprint)),
            _ => "not yet there",
        };

    private static string Shown(JsonNode? value) => CanonicalJson.Text(value);
}
