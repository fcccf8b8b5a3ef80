using Pipeline.Engine.Dataflow;

namespace Pipeline.Engine.CommandLine.Output;

/// <summary>What the live table knows of one node, gathered from events.</summary>
internal sealed class NodeProgressState(string node)
{
    private double? _startedAt;

    public string Node => node;

    public string State { get; private set; } = "waits";

    public int Parts { get; private set; }

    public int Hits { get; private set; }

    public long Rows { get; private set; }

    public long Done { get; private set; }

    public long Total { get; private set; }

    public string Note { get; private set; } = "";

    public double? EndedAt { get; private set; }

    public void Take(RunEvent happened)
    {
        switch (happened)
        {
            case PartStarted:
                State = "runs";
                _startedAt ??= happened.At;
                (Done, Total) = (0, 0);
                break;
            case PartSealed part:
                Parts++;
                Hits += part.Hit ? 1 : 0;
                Rows += part.Rows;
                break;
            case NodeProgress progress:
                (Done, Total, Note) = (progress.Done, progress.Total, progress.Note);
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
                break;
        }
    }

    /// <summary>Rows, or steps while no row is sealed, a second; null before anything is measured.</summary>
    public double? Rate(double now)
    {
        var units = Rows > 0 ? Rows : Done;
        var seconds = (EndedAt ?? now) - _startedAt;
        return seconds > 0 && units > 0 ? units / seconds : null;
    }

    /// <summary>Seconds left in the unit of work under way; null while unknown.</summary>
    public double? TimeLeft(double now) =>
        EndedAt is null && Done > 0 && Total > Done && now > _startedAt ? (now - _startedAt.Value) / Done * (Total - Done) : null;
}
