namespace Pipeline.Modeling.Decoding.Vectors;

/// <summary>
/// Threads that take the pieces of one piece of work after the other. Between two of them the workers spin for some microseconds before they
/// sleep: a token of a small model is some forty products of a few microseconds each, which waking a sleeping thread would double.
/// </summary>
internal sealed class WorkerTeam : IDisposable
{
    private const int SpinsBeforeSleep = 2000;
    private const int SpinsBeforeYield = 200;

    private readonly Thread[] _workers;
    private readonly ManualResetEventSlim _wake = new();
    private Action<int, int>? _piece;
    private Exception? _error;
    private int _pieces;
    private int _next;
    private int _busy;
    private int _epoch;
    private volatile bool _ended;

    /// <summary>A team of which the calling thread is one member.</summary>
    public WorkerTeam(int members)
    {
        Members = members;
        _workers = [.. Enumerable.Range(1, members - 1).Select(member => new Thread(() => Work(member)) { IsBackground = true, Name = "decoder" })];
        foreach (var worker in _workers)
        {
            worker.Start();
        }
    }

    /// <summary>Threads that work, the caller included.</summary>
    public int Members { get; }

    /// <summary>
    /// Does every piece, 0 to <paramref name="pieces"/> − 1, on whichever thread is free, and returns when all are done. One caller at a time.
    /// </summary>
    /// <param name="pieces">Number of pieces.</param>
    /// <param name="piece">Takes a piece and the 0-based member that does it: members have scratch memory of their own.</param>
    public void Run(int pieces, Action<int, int> piece)
    {
        if (pieces <= 1 || _workers.Length == 0)
        {
            for (var i = 0; i < pieces; i++)
            {
                piece(i, 0);
            }

            return;
        }

        (_piece, _pieces, _next, _error) = (piece, pieces, 0, null);
        Volatile.Write(ref _busy, _workers.Length);
        Interlocked.Increment(ref _epoch);
        _wake.Set();
        TakePieces(0);
        for (var spins = 0; Volatile.Read(ref _busy) > 0; spins++)
        {
            Pause(spins);
        }

        _wake.Reset();
        if (_error is { } error)
        {
            throw new InvalidOperationException(error.Message, error);
        }
    }

    /// <inheritdoc />
    public void Dispose()
    {
        _ended = true;
        _wake.Set();
        foreach (var worker in _workers)
        {
            worker.Join();
        }

        _wake.Dispose();
    }

    private static void Pause(int spins)
    {
        if (spins % SpinsBeforeYield == SpinsBeforeYield - 1)
        {
            Thread.Yield();
        }
        else
        {
            Thread.SpinWait(4);
        }
    }

    private void Work(int member)
    {
        for (var seen = 0; ;)
        {
            for (var spins = 0; Volatile.Read(ref _epoch) == seen && !_ended; spins++)
            {
                if (spins < SpinsBeforeSleep)
                {
                    Pause(spins);
                }
                else
                {
                    _wake.Wait();
                }
            }

            if (_ended)
            {
                return;
            }

            seen++;
            TakePieces(member);
            Interlocked.Decrement(ref _busy);
        }
    }

    private void TakePieces(int member)
    {
        try
        {
            for (var i = Interlocked.Increment(ref _next) - 1; i < _pieces; i = Interlocked.Increment(ref _next) - 1)
            {
                _piece!(i, member);
            }
        }
        catch (Exception error)
        {
            _error = error;
            Volatile.Write(ref _next, _pieces);
        }
    }
}
