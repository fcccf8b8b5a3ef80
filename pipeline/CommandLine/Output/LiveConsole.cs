using System.Diagnostics;
using Pipeline.Engine.Dataflow;
using Spectre.Console;

namespace Pipeline.Engine.CommandLine.Output;

/// <summary>
/// A live table of nodes on a terminal. It appears only when something is computed: a run of hits never pays for it. All text from data is
/// escaped.
/// </summary>
internal sealed class LiveConsole(Func<IAnsiConsole> terminal) : IRunConsole
{
    private const double HashingIsOver = 5;

    private static readonly TimeSpan _refresh = TimeSpan.FromMilliseconds(200);

    private readonly Lazy<IAnsiConsole> _console = new(terminal);
    private readonly Dictionary<string, NodeProgressState> _nodes = [];
    private readonly List<string> _order = [];
    private readonly Queue<string> _lines = new();
    private readonly Lock _lock = new();
    private readonly CancellationTokenSource _ended = new();
    private readonly Stopwatch _clock = new();
    private double _offset;
    private InputHashing? _hashing;
    private Task _display = Task.CompletedTask;

    public void On(RunEvent happened)
    {
        lock (_lock)
        {
            if (happened is RunStarted run)
            {
                _offset = happened.At;
                _clock.Restart();
                _order.AddRange(run.Nodes);
                run.Nodes.ToList().ForEach(node => _nodes[node] = new NodeProgressState(node));
            }

            if (NodeProgressState.NodeOf(happened) is { } id && _nodes.TryGetValue(id, out var state))
            {
                state.Take(happened);
            }

            if (happened is LeftoversSwept && PlainConsole.Notice(happened) is { } notice)
            {
                _lines.Enqueue(notice);
            }

            _hashing = happened as InputHashing ?? _hashing;
            if (happened is PartStarted or InputHashing && _display.IsCompleted && !_ended.IsCancellationRequested)
            {
                _display = Task.Run(ShowAsync);
            }
        }
    }

    public void Warn(string line) => Say("warning: " + line);

    public void Say(string line)
    {
        lock (_lock)
        {
            _lines.Enqueue(line);
        }
    }

    public async ValueTask DisposeAsync()
    {
        await _ended.CancelAsync().ConfigureAwait(false);
        await _display.ConfigureAwait(false);
        FlushLines();
        _ended.Dispose();
    }

    /// <summary>The table as it stands, in at most so many rows: those that matter most, and a line that counts all of them.</summary>
    internal Table Draw(int rows)
    {
        var table = new Table { Border = TableBorder.Minimal };
        table.AddColumns("stage", "state", "parts", "rows", "rate", "time left", "");
        lock (_lock)
        {
            var now = _offset + _clock.Elapsed.TotalSeconds;
            foreach (var node in Shown(rows))
            {
                table.AddRow(
                    Markup.Escape(Terminal.OneLine(node.Node)),
                    Coloured(node.State),
                    node.Parts == 0 ? ""
                        : node.Hits == 0 || node.Hits == node.Parts ? Quantity.Whole(node.Parts)
                        : $"{node.Parts} ({node.Hits} hit)",
                    node.Rows > 0 ? Quantity.Whole(node.Rows)
                        : node.Total > 0 ? $"{Quantity.Whole(node.Done)}/{Quantity.Whole(node.Total)}"
                        : "",
                    node.State != "hit" && node.Rate(now) is { } rate ? $"{Quantity.Rate(rate)}/s" : "",
                    node.TimeLeft(now) is { } left ? Quantity.Seconds(left) : "",
                    Markup.Escape(Terminal.OneLine(node.Note))
                );
            }

            IEnumerable<string> counts = _order.Count > rows ? CountsOfStates() : [];
            var reading = _hashing is { } file && now - file.At < HashingIsOver ? [Heartbeat.Describe(file)] : Array.Empty<string>();
            if (string.Join(", ", counts.Concat(reading)) is { Length: > 0 } caption)
            {
                table.Caption(Markup.Escape(Terminal.OneLine(caption)));
            }
        }

        return table;
    }

    private IEnumerable<string> CountsOfStates() =>
        _nodes
            .Values.GroupBy(node => node.State)
            .OrderBy(state => state.Key, StringComparer.Ordinal)
            .Select(state => $"{state.Count()} {state.Key}");

    /// <summary>The nodes in their order; where they are too many, those under way, then the last that ended, then the next that
    /// wait.</summary>
    private IEnumerable<NodeProgressState> Shown(int rows)
    {
        var all = _order.Select(id => _nodes[id]).ToList();
        var kept = all.OrderBy(node =>
                node.State == "runs" ? 0
                : node.EndedAt is null ? 2
                : 1
            )
            .ThenByDescending(node => node.EndedAt ?? 0)
            .Take(rows)
            .ToHashSet();
        return all.Where(kept.Contains);
    }

    /// <summary>Rows that fit on the terminal with the table's frame.</summary>
    private int AvailableHeight => Math.Max(3, _console.Value.Profile.Height - 6);

    private static string Coloured(string state) =>
        state switch
        {
            "done" => "[green]done[/]",
            "hit" => "[grey]hit[/]",
            "failed" => "[red]failed[/]",
            "runs" => "[yellow]runs[/]",
            _ => state,
        };

    private Task ShowAsync() =>
        _console
            .Value.Live(Draw(AvailableHeight))
            .Overflow(VerticalOverflow.Crop)
            .Cropping(VerticalOverflowCropping.Top)
            .StartAsync(async display =>
            {
                while (!_ended.IsCancellationRequested)
                {
                    await Task.Delay(_refresh, _ended.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
                    FlushLines();
                    display.UpdateTarget(Draw(AvailableHeight));
                }
            });

    private void FlushLines()
    {
        lock (_lock)
        {
            while (_lines.TryDequeue(out var line))
            {
                _console.Value.WriteLine(Terminal.OneLine(line));
            }
        }
    }
}
