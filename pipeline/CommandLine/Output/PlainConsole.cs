using System.Globalization;
using Pipeline.Engine.Dataflow;

namespace Pipeline.Engine.CommandLine.Output;

/// <summary>One line for a node's start and one for its end, for logs and pipes.</summary>
internal sealed class PlainConsole(Terminal terminal) : IRunConsole
{
    private readonly HashSet<string> _computing = new(StringComparer.Ordinal);

    /// <summary>The line that says how a node ended.</summary>
    public static string Describe(NodeCompleted node)
    {
        var parts = node.Parts == 1 ? "" : $", {node.Parts} parts";
        var rows = node.Rows == 0 ? "" : $", {Quantity.Count(node.Rows, "row")}";
        if (node.Hits == node.Parts)
        {
            return $"{node.Node}: hit{parts}{rows}";
        }

        var hits = node.Hits == 0 ? "" : $" ({node.Hits} from the cache)";
        var rate = node is { Rows: > 0, Seconds: > 0, Hits: 0 } ? string.Create(CultureInfo.InvariantCulture, $", {node.Rows / node.Seconds:0.#} rows/s") : "";
        return $"{node.Node}: done{parts}{hits}{rows}, {Quantity.Seconds(node.Seconds)}{rate}";
    }

    /// <summary>The line for an event that both consoles print as it is; null for the others.</summary>
    public static string? Notice(RunEvent happened) => happened switch
    {
        LeftoversSwept swept => $"swept {Quantity.Count(swept.Folders.Count, "left-over")} of an interrupted run",
        LockWaiting waiting => $"{waiting.Node}: waits for a lock held by {waiting.Holder}",
        NodeSkipped skipped => $"{skipped.Node}: skipped, {skipped.Because} did not complete",
        _ => null,
    };

    public void On(RunEvent happened)
    {
        switch (happened)
        {
            case PartStarted part when _computing.Add(part.Node):
                Write(happened, $"{part.Node}: started");
                break;
            case NodeCompleted node:
                Write(happened, Describe(node));
                break;
            case NodeFailed failed:
                Write(happened, $"{failed.Node}: failed");
                break;
            default:
                if (Notice(happened) is { } notice)
                {
                    Write(happened, notice);
                }

                break;
        }
    }

    public void Say(string line) => terminal.Out.WriteLine("            " + Terminal.OneLine(line));

    public void Warn(string line) => terminal.Error.WriteLine(Terminal.OneLine("warning: " + line));

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    private void Write(RunEvent happened, string text) =>
        terminal.Out.WriteLine(string.Create(CultureInfo.InvariantCulture, $"[{happened.At,7:0.0} s] {Terminal.OneLine(text)}"));
}
