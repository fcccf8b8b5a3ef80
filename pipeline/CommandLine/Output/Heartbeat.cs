using Pipeline.Engine.Dataflow;

namespace Pipeline.Engine.CommandLine.Output;

/// <summary>
/// The lines by which a log without a terminal shows that a long run goes on: for each stage under way how far it is, how fast, and how
/// long it will take. A stage's first line comes after half a minute, the others after a twentieth of the time that it has run for: every
/// half a minute at first, every five minutes in the end.
/// </summary>
internal sealed class Heartbeat : IAsyncDisposable
{
    private const double Shortest = 30;
    private const double Longest = 300;
    private const double Share = 0.05;
    private const double HashingIsOver = 5;

    private static readonly TimeSpan _look = TimeSpan.FromSeconds(5);

    private readonly TimeProvider _time;
    private readonly Action<double, string> _write;
    private readonly Lock _lock = new();
    private readonly Dictionary<string, (NodeProgressState State, double SaidAt)> _nodes = new(StringComparer.Ordinal);
    private readonly ITimer _timer;
    private long _began;
    private double _offset;
    private double _lastSign;
    private (double At, string Text)? _hashing;
    private bool _over = true;

    /// <summary>A heartbeat.</summary>
    /// <param name="time">The clock.</param>
    /// <param name="write">Takes the seconds since the run began and a line.</param>
    public Heartbeat(TimeProvider time, Action<double, string> write)
    {
        (_time, _write) = (time, write);
        _timer = time.CreateTimer(_ => Beat(), null, _look, _look);
    }

    /// <summary>Takes an event in, before its own line is written.</summary>
    public void Take(RunEvent happened)
    {
        lock (_lock)
        {
            switch (happened)
            {
                case RunStarted:
                    (_began, _offset, _lastSign, _over) = (_time.GetTimestamp(), happened.At, happened.At, false);
                    return;
                case RunEnded:
                    _over = true;
                    return;
                case InputHashing hashing:
                    _hashing = (happened.At, Describe(hashing));
                    return;
            }

            if (NodeProgressState.NodeOf(happened) is { } id)
            {
                _lastSign = happened.At;
                var known = _nodes.TryGetValue(id, out var node) ? node : (State: new NodeProgressState(id), SaidAt: happened.At);
                known.State.Take(happened);
                _nodes[id] = known;
            }
        }
    }

    public ValueTask DisposeAsync() => _timer.DisposeAsync();

    /// <summary>How far a file of the user's is hashed.</summary>
    internal static string Describe(InputHashing file) =>
        $"hashes {Path.GetFileName(file.Path)}: {Quantity.Whole(100 * file.Done / Math.Max(1, file.Bytes))} % of {Quantity.Bytes(file.Bytes)}";

    /// <summary>How a stage stands, in one line.</summary>
    internal static string Describe(NodeProgressState node, double now)
    {
        var words = new List<string>();
        if (node.State == "waits")
        {
            words.Add(node.Note);
        }

        if (node.PartsInAll is not 1 && (node.Parts > 0 || node.PartsInAll > 0))
        {
            words.Add($"{Quantity.Whole(node.Parts)}{(node.PartsInAll is { } all ? $" of {Quantity.Whole(all)}" : "")} parts done");
        }

        if (node.State != "waits")
        {
            var doing = node.Total > 0 ? $"{Quantity.Whole(node.Done)}/{Quantity.Whole(node.Total)}" : "";
            words.Add(string.Join(' ', new[] { doing, node.Note }.Where(text => text.Length > 0)));
            words.Add(node.Rate(now) is { } rate ? $"{Quantity.Rate(rate)}/s" : "");
            words.Add(
                node.TimeLeft(now) is { } left ? $"{Quantity.Seconds(left)} left{(node.PartsInAll is null ? " in this part" : "")}" : ""
            );
        }

        words.RemoveAll(text => text.Length == 0);
        words.Add($"{node.State} for {Quantity.Seconds(now - node.Since ?? 0)}");
        return $"{node.Node}: {string.Join(", ", words)}";
    }

    private void Beat()
    {
        lock (_lock)
        {
            if (_over)
            {
                return;
            }

            var now = _offset + _time.GetElapsedTime(_began).TotalSeconds;
            var alive = _nodes.Values.Where(node => node.State.IsAlive).ToList();
            foreach (var (state, saidAt) in alive.Where(node => now - node.SaidAt >= Interval(now - node.State.Since ?? 0)))
            {
                _nodes[state.Node] = (state, now);
                _write(now, Describe(state, now));
            }

            if (alive.Count > 0)
            {
                _lastSign = now;
            }
            else if (now - _lastSign >= Interval(now - _offset))
            {
                _lastSign = now;
                _write(
                    now,
                    _hashing is var (at, text) && now - at < HashingIsOver ? text : "no stage is under way: inputs are read and checked"
                );
            }
        }
    }

    private static double Interval(double seconds) => Math.Clamp(Share * seconds, Shortest, Longest);
}
