using System.Globalization;
using Pipeline.Engine.Dataflow;

namespace Pipeline.Engine.CommandLine.Output;

/// <summary>One line for a node's start, one for its end, and now and then one of how far it is, for logs and pipes. A disk that fills up
/// ends the lines, not the run.</summary>
internal sealed class PlainConsole : IRunConsole
{
    private readonly Terminal _terminal;
    private readonly Heartbeat _heartbeat;
    private readonly HashSet<string> _computing = new(StringComparer.Ordinal);

    public PlainConsole(Terminal terminal, TimeProvider time)
    {
        _terminal = terminal;
        _heartbeat = new Heartbeat(time, Write);
    }

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
        var rate = node is { Rows: > 0, Seconds: > 0, Hits: 0 }
            ? string.Create(CultureInfo.InvariantCulture, $", {node.Rows / node.Seconds:0.#} rows/s")
            : "";
        return $"{node.Node}: done{parts}{hits}{rows}, {Quantity.Seconds(node.Seconds)}{rate}";
    }

    /// <summary>The line for an event that both consoles print as it is; null for the others.</summary>
    public static string? Notice(RunEvent happened) =>
        happened switch
        {
            LeftoversSwept swept => $"swept {Quantity.Count(swept.Folders.Count, "left-over")} of an interrupted run",
            LockWaiting waiting => $"{waiting.Node}: waits for a lock held by {waiting.Holder}",
            NodeSkipped skipped => $"{skipped.Node}: skipped, {skipped.Because} did not complete",
            _ => null,
        };

    public void On(RunEvent happened)
    {
        _heartbeat.Take(happened);
        switch (happened)
        {
            case PartStarted part when _computing.Add(part.Node):
                Write(happened.At, $"{part.Node}: started");
                break;
            case NodeCompleted node:
                Write(happened.At, Describe(node));
                break;
            case NodeFailed failed:
                Write(happened.At, $"{failed.Node}: failed");
                break;
            default:
                if (Notice(happened) is { } notice)
                {
                    Write(happened.At, notice);
                }

                break;
        }
    }

    public void Say(string line) => Print(_terminal.Out, "            " + Terminal.OneLine(line));

    public void Warn(string line) => Print(_terminal.Error, Terminal.OneLine("warning: " + line));

    public ValueTask DisposeAsync() => _heartbeat.DisposeAsync();

    private void Write(double at, string text) =>
        Print(_terminal.Out, string.Create(CultureInfo.InvariantCulture, $"[{at, 7:0.0} s] {Terminal.OneLine(text)}"));

    private static void Print(TextWriter writer, string line)
    {
        try
        {
            writer.WriteLine(line);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            // Nobody reads on, the disk is full, or there never was an output: what is computed is not lost by that.
        }
    }
}
