namespace Pipeline.Engine.Dataflow;

/// <summary>
/// How far the units of one node have come. By it a gate tells whether the node's next unit is about to ask for a slot: it is at hand and
/// the node takes it in, but it is still on its way. Safe for use from several threads.
/// </summary>
/// <param name="atHand">How many units could run by now: aligned parts of the inputs; 1 for a fold.</param>
/// <param name="allKnown">Whether there will be no more of them.</param>
/// <param name="window">How many units from the first unfinished one on the node takes in.</param>
internal sealed class UnitProgress(Func<int> atHand, Func<bool> allKnown, int window)
{
    private readonly Lock _lock = new();
    private readonly HashSet<int> _finishedEarly = [];
    private int _arrived;
    private int _finished;
    private int _elsewhere;
    private bool _ended;

    /// <summary>Of a node whose units nobody announces: no slot is ever kept for it.</summary>
    public static UnitProgress Unannounced() => new(() => 0, () => false, 1);

    /// <summary>Of a fold, which is one unit.</summary>
    public static UnitProgress OfFold() => new(() => 1, () => true, 1);

    /// <summary>
    /// How many units are about to ask for a slot; none while one waits for another process, for those behind it may have to wait for it. A
    /// slot kept for them could be what the other process's unit waits for in its turn: two runs that share a cache would stand still.
    /// </summary>
    public int Coming
    {
        get
        {
            lock (_lock)
            {
                return _ended || _elsewhere > 0 ? 0 : Math.Max(0, Math.Min(atHand(), _finished + window) - _arrived);
            }
        }
    }

    /// <summary>Whether every unit is sealed: what is left to do is to close what the node has opened.</summary>
    public bool IsClosing
    {
        get
        {
            lock (_lock)
            {
                return !_ended && allKnown() && _finished == atHand();
            }
        }
    }

    /// <summary>A unit asks for its slot, or does not need one: it was in the cache.</summary>
    public void Arrive()
    {
        lock (_lock)
        {
            _arrived++;
        }
    }

    /// <summary>A unit waits for another process.</summary>
    public void WaitElsewhere()
    {
        lock (_lock)
        {
            _elsewhere++;
        }
    }

    /// <summary>A unit that waited for another process is on its way again.</summary>
    public void ComeBack()
    {
        lock (_lock)
        {
            _elsewhere--;
        }
    }

    /// <summary>A unit is sealed.</summary>
    /// <param name="index">Its 0-based part.</param>
    public void Finish(int index)
    {
        lock (_lock)
        {
            _finishedEarly.Add(index);
            while (_finishedEarly.Remove(_finished))
            {
                _finished++;
            }
        }
    }

    /// <summary>No unit will come any more, because one failed or all is closed.</summary>
    public void End()
    {
        lock (_lock)
        {
            _ended = true;
        }
    }
}
