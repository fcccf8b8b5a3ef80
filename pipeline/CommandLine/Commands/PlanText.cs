using Pipeline.Engine.CommandLine.Output;
using Pipeline.Engine.Planning;

namespace Pipeline.Engine.CommandLine.Commands;

/// <summary>Plans in words.</summary>
internal static class PlanText
{
    /// <summary>The state as the commands call it.</summary>
    public static string StateOf(NodePlan plan) =>
        plan.State switch
        {
            NodeState.Hit => "hit",
            NodeState.Partial => "partial",
            NodeState.Stale => "stale",
            NodeState.Pending => "pending",
            _ => "skipped",
        };

    /// <summary>What a run would do and why: one line a node, more where there are more reasons, and a line of totals.</summary>
    public static void Write(Terminal terminal, IReadOnlyList<NodePlan> plans)
    {
        var table = new TextTable("state", "stage", "why");
        foreach (var plan in plans)
        {
            table.Add(
                StateOf(plan),
                plan.Node.Id,
                plan.Reasons.Count > 0 ? plan.Reasons[0]
                    : plan.PartsTotal > 1 ? Quantity.Count(plan.PartsTotal, "part")
                    : ""
            );
            foreach (var reason in plan.Reasons.Skip(1))
            {
                table.Add("", "", reason);
            }
        }

        table.WriteTo(terminal.Out);
        var counts = plans
            .GroupBy(plan => plan.State)
            .OrderBy(group => group.Key)
            .Select(group => $"{group.Count()} {StateOf(group.First())}");
        terminal.WriteLine(string.Join(", ", counts) + "; nothing was computed");
    }

    /// <summary>A path as it is shortest from where the user stands.</summary>
    public static string Relative(string path)
    {
        var relative = Path.GetRelativePath(Environment.CurrentDirectory, path);
        return relative.StartsWith("..", StringComparison.Ordinal) ? path : relative;
    }
}
