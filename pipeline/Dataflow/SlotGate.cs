namespace Pipeline.Engine.Dataflow;

/// <summary>
/// Gives out slots of one kind in the order in which units ask, but to nodes already begun before others: what a stage has opened, such as
/// a
/// model, stays open until its node's last part, so with many nodes in turn they would all be in memory at once.
/// </summary>
internal sealed class SlotGate
{
    private readonly Lock _lock = new();
    private readonly LinkedList<(NodeRun Node, TaskCompletionSource Turn)> _waiting = new();
    private int _free;

    /// <summary>A gate.</summary>
    /// <param name="slots">How many units hold a slot at once.</param>
    public SlotGate(int slots) =>
        _free =
            slots >= 1 ? slots : throw new ArgumentOutOfRangeException(nameof(slots), slots, "A run needs at least one slot of each kind.");

    /// <summary>Waits for a slot and takes it, for a unit of that node.</summary>
    public async Task EnterAsync(NodeRun node, CancellationToken cancellation)
    {
        cancellation.ThrowIfCancellationRequested();
        var turn = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        lock (_lock)
        {
            if (_free > 0)
            {
                _free--;
                node.HasBegun = true;
                return;
            }

            _waiting.AddLast((node, turn));
        }

        using (cancellation.Register(() => turn.TrySetCanceled(cancellation)))
        {
            await turn.Task.ConfigureAwait(false);
        }
    }

    /// <summary>Gives a slot back.</summary>
    public void Leave()
    {
        lock (_lock)
        {
            while (Next() is { } next)
            {
                _waiting.Remove(next);
                if (next.Value.Turn.TrySetResult())
                {
                    next.Value.Node.HasBegun = true;
                    return;
                }
            }

            _free++;
        }
    }

    private LinkedListNode<(NodeRun Node, TaskCompletionSource Turn)>? Next()
    {
        for (var waiting = _waiting.First; waiting is not null; waiting = waiting.Next)
        {
            if (waiting.Value.Node.HasBegun)
            {
                return waiting;
            }
        }

        return _waiting.First;
    }
}
