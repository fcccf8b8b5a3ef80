using Pipeline.Engine.Dataflow;

namespace Pipeline.Engine.CommandLine.Output;

/// <summary>What a console knows of one node, gathered from events.</summary>
internal sealed class NodeProgressState(string node)
{
    private double? _startedAt;
    private double _unitStartedAt;
    private (double At, long Done)? _first;
    private int _underWay;
    private int _computed;
    private double _computedSeconds;

    public string Node => node;

    public string State { get; private set; } = "waits";

    public int Parts { get; private set; }

    /// <summary>How many parts there will be; null while that is not known.</summary>
    public int? PartsInAll { get; private set; }

    public int Hits { get; private set; }

    public long Rows { get; private set; }

    public long Done { get; private set; }

    public long Total { get; private set; }

    public string Note { get; private set; } = "";

    /// <summary>When it began to compute, or to wait for another process; null before either.</summary>
    public double? Since { get; private set; }

    public double? EndedAt { get; private set; }

    /// <summary>Whether a part of it is being computed, or it waits for another process.</summary>
    public bool IsAlive => EndedAt is null && (_underWay > 0 || (State == "waits" && Since is not null));

    /// <summary>The node that an event is about; null for one about the run.</summary>
    public static string? NodeOf(RunEvent happened) =>
        happened switch
        {
            PartStarted part => part.Node,
            PartSealed part => part.Node,
            NodeProgress progress => progress.Node,
            NodeCompleted node => node.Node,
            NodeFailed node => node.Node,
            NodeSkipped node => node.Node,
            LockWaiting waiting => waiting.Node,
            _ => null,
        };

    public void Take(RunEvent happened)
    {
        switch (happened)
        {
            case PartStarted part:
                Start(part);
                break;
            case PartSealed part:
                Parts++;
                Hits += part.Hit ? 1 : 0;
                Rows += part.Rows;
                _underWay -= part.Hit ? 0 : 1;
                _computed += part.Hit ? 0 : 1;
                _computedSeconds += part.Seconds;
                EndWaiting();
                break;
            case NodeProgress progress:
                (Done, Total, Note) = (progress.Done, progress.Total, progress.Note);
                _first ??= (happened.At, progress.Done);
                break;
            case NodeCompleted completed:
                (State, Rows, EndedAt, Note) = (completed.Hits == completed.Parts ? "hit" : "done", completed.Rows, happened.At, "");
                break;
            case NodeFailed failed:
                (State, Note, EndedAt) = ("failed", failed.Message, happened.At);
                break;
            case NodeSkipped skipped:
                (State, Note, EndedAt) = ("skipped", $"needs {skipped.Because}", happened.At);
                break;
            case LockWaiting waiting:
                Note = $"lock held by {waiting.Holder}";
                Since ??= happened.At;
                break;
        }
    }

    /// <summary>Steps or rows of the part under way, or else rows in all, a second; null before anything is measured.</summary>
    public double? Rate(double now)
    {
        if (EndedAt is null && Done > 0)
        {
            // What a resumed unit had done before it started is no work of this run: the first report tells how much that was.
            var (since, before) = _first is { } first && Done > first.Done ? first : (_unitStartedAt, 0);
            return now > since ? (Done - before) / (now - since) : null;
        }

        var seconds = (EndedAt ?? now) - _startedAt;
        return seconds > 0 && Rows > 0 ? Rows / seconds : null;
    }

    /// <summary>Seconds left, as far as parts are known: of all parts, or of the one under way; null while unknown.</summary>
    public double? TimeLeft(double now)
    {
        if (EndedAt is not null || _underWay == 0)
        {
            return null;
        }

        var inPart = Total > Done && Rate(now) is { } rate && Done > 0 ? (Total - Done) / rate : (double?)null;
        if (PartsInAll is null or 1)
        {
            return inPart;
        }

        var each = _computed > 0 ? _computedSeconds / _computed : inPart + (now - _unitStartedAt);
        var begun = Total > 0 && _underWay == 1 ? (double)Done / Total : 0;
        return each * Math.Max(0, PartsInAll.Value - Parts - begun) / _underWay;
    }

    /// <summary>What another process held is there now.</summary>
    private void EndWaiting()
    {
        if (State == "waits")
        {
            (Since, Note) = (null, "");
        }
    }

    private void Start(PartStarted part)
    {
        State = "runs";
        _startedAt ??= part.At;
        Since = _startedAt;
        _unitStartedAt = part.At;
        _underWay++;
        (Done, Total, Note, _first) = (0, 0, "", null);
        PartsInAll = part.Parts ?? PartsInAll;
    }
}
