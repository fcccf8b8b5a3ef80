namespace Pipeline.Modeling.Kernels;

/// <summary>
/// Threads that take the pieces of one piece of work after the other: the one team of the program's own, in training and in decoding. The
/// caller takes pieces too and waits for those that were taken, never for a thread that has not come yet: beside other busy processes it
/// goes on alone. Between two pieces of work the threads spin for some microseconds before they sleep: a token of a small model is some
/// forty products of a few microseconds each, which waking a sleeping thread would double.
/// </summary>
internal sealed class WorkerTeam : IDisposable
{
    // Some 50 µs: longer than the gap between two products of a token, shorter than anyone would miss the core.
    private const int SpinsBeforeSleep = 1000;

    // A thread that waits for one that the system has put aside gives it the core now and then.
    private const int SpinsBeforeYield = 100;

    private readonly Thread[] _workers;
    private readonly ManualResetEventSlim _wake = new(false, 0);
    private volatile Work _work = new(0, static (_, _) => { });
    private volatile bool _ended;

    /// <summary>A team of which the calling thread is one member.</summary>
    public WorkerTeam(int members)
    {
        Members = members;
        _workers =
        [
            .. Enumerable.Range(1, members - 1).Select(member => new Thread(() => Serve(member)) { IsBackground = true, Name = "kernels" }),
        ];
        foreach (var worker in _workers)
        {
            worker.Start();
        }
    }

    /// <summary>Threads that work, the caller included.</summary>
    public int Members { get; }

    /// <summary>
    /// Does every piece, 0 to <paramref name="pieces"/> − 1, on whichever thread is free, and returns when all are done. One caller at a
    /// time.
    /// </summary>
    /// <param name="pieces">Number of pieces.</param>
    /// <param name="piece">Takes a piece and the 0-based member that does it: members have scratch memory of their own.</param>
    public void Run(int pieces, Action<int, int> piece)
    {
        // Waking others costs more than one piece.
        if (pieces <= 1 || _workers.Length == 0)
        {
            for (var i = 0; i < pieces; i++)
            {
                piece(i, 0);
            }

            return;
        }

        // A new object for each piece of work: a thread that is late for the last one counts in that one, not in this.
        var work = new Work(pieces, piece);
        _work = work;
        _wake.Set();
        work.Take(0);
        for (var spins = 0; !work.IsDone; spins++)
        {
            Pause(spins);
        }

        // Only now, so that no thread that was about to sleep misses the signal.
        _wake.Reset();
        work.ThrowIfFailed();
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

    private void Serve(int member)
    {
        for (var seen = _work; ; )
        {
            for (var spins = 0; ReferenceEquals(_work, seen) && !_ended; spins++)
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

            seen = _work;
            seen.Take(member);
        }
    }

    /// <summary>One piece of work: a late thread that still holds it finds nothing left to take.</summary>
    private sealed class Work(int pieces, Action<int, int> piece)
    {
        private Exception? _error;
        private int _next;
        private int _done;

        public bool IsDone => Volatile.Read(ref _done) >= pieces;

        public void Take(int member)
        {
            // Pieces go to whoever asks first: which thread does one changes no result.
            for (var i = Interlocked.Increment(ref _next) - 1; i < pieces; i = Interlocked.Increment(ref _next) - 1)
            {
                try
                {
                    piece(i, member);
                }
                catch (Exception error)
                {
                    _error = error;
                }

                Interlocked.Increment(ref _done);
            }
        }

        public void ThrowIfFailed()
        {
            if (_error is { } error)
            {
                throw new InvalidOperationException(error.Message, error);
            }
        }
    }
}
