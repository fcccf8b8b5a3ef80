namespace Pipeline.Engine.Dataflow;

/// <summary>
/// Gives out slots of one kind: a slot that a node gives back stays with it while its next unit is on the way, and until what it has
/// opened, such as a model, is closed; then nodes already begun come before others. So with many nodes in turn few are in memory at once.
/// </summary>
internal sealed class SlotGate
{
    private readonly Lock _lock = new();
    private readonly LinkedList<(NodeRun Node, TaskCompletionSource Turn)> _waiting = new();
    private readonly Dictionary<NodeRun, Share> _shares = [];
    private int _free;

    /// <summary>A gate.</summary>
    /// <param name="slots">How many units hold a slot at once.</param>
    public SlotGate(int slots) =>
        _free =
            slots >= 1 ? slots : throw new ArgumentOutOfRangeException(nameof(slots), slots, "A run needs at least one slot of each kind.");

    /// <summary>Waits for a slot and takes it, for a unit of that node, which thereby arrives.</summary>
    public async Task EnterAsync(NodeRun node, CancellationToken cancellation)
    {
        cancellation.ThrowIfCancellationRequested();
        var turn = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        lock (_lock)
        {
            node.Units.Arrive();
            if (_shares.TryGetValue(node, out var share) && share.Kept > 0)
            {
                share.Kept--;
                share.Held++;
                return;
            }

            if (_free > 0)
            {
                _free--;
                Give(node);
                return;
            }

            _waiting.AddLast((node, turn));
        }

        using (cancellation.Register(() => turn.TrySetCanceled(cancellation)))
        {
            await turn.Task.ConfigureAwait(false);
        }
    }

    /// <summary>A unit of the node gives its slot back.</summary>
    public void Leave(NodeRun node)
    {
        lock (_lock)
        {
            var share = _shares[node];
            share.Held--;
            if (!TryGiveOn(waiting => waiting == node))
            {
                share.Kept++;
                GiveOnWhatIsNotNeeded(node, share);
            }
        }
    }

    /// <summary>A unit of the node waits for another process: what was kept for the node is given on.</summary>
    public void WaitElsewhere(NodeRun node)
    {
        lock (_lock)
        {
            node.Units.WaitElsewhere();
            Reconsider(node);
        }
    }

    /// <summary>A unit of the node goes by without asking for a slot.</summary>
    public void PassBy(NodeRun node)
    {
        lock (_lock)
        {
            node.Units.Arrive();
            Reconsider(node);
        }
    }

    /// <summary>No unit of the node will come any more: what was kept for it is given on.</summary>
    public void End(NodeRun node)
    {
        lock (_lock)
        {
            node.Units.End();
            Reconsider(node);
        }
    }

    private void Reconsider(NodeRun node)
    {
        if (_shares.TryGetValue(node, out var share))
        {
            GiveOnWhatIsNotNeeded(node, share);
        }
    }

    private void GiveOnWhatIsNotNeeded(NodeRun node, Share share)
    {
        while (share.Kept > Needed(node.Units))
        {
            share.Kept--;
            if (!TryGiveOn(_shares.ContainsKey) && !TryGiveOn(_ => true))
            {
                _free++;
            }
        }
    }

    private static int Needed(UnitProgress units) => units.IsClosing ? 1 : units.Coming;

    /// <summary>Gives a slot to the unit that has waited longest of those of such nodes.</summary>
    private bool TryGiveOn(Func<NodeRun, bool> isSuch)
    {
        for (var waiting = _waiting.First; waiting is not null; )
        {
            var (next, (node, turn)) = (waiting.Next, waiting.Value);
            if (isSuch(node))
            {
                _waiting.Remove(waiting);

                // One that was cancelled meanwhile does not take it.
                if (turn.TrySetResult())
                {
                    Give(node);
                    return true;
                }
            }

            waiting = next;
        }

        return false;
    }

    private void Give(NodeRun node)
    {
        if (!_shares.TryGetValue(node, out var share))
        {
            _shares.Add(node, share = new Share());
        }

        share.Held++;
    }

    /// <summary>What one node has of the slots.</summary>
    private sealed class Share
    {
        /// <summary>Slots that its units hold.</summary>
        public int Held { get; set; }

        /// <summary>Slots that wait for its next units.</summary>
        public int Kept { get; set; }
    }
}
