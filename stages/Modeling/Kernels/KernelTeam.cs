using static TorchSharp.torch;

namespace Pipeline.Modeling.Kernels;

/// <summary>
/// The team of threads that all kernels of training share, as many as libtorch uses: the same kind of team that decoding has for each
/// engine.
/// What a piece computes depends on no other and on no thread, so that results do not depend on how many there are.
/// </summary>
internal static class KernelTeam
{
    private static WorkerTeam _team = new(1);
    private static int _taken;

    /// <summary>Does every piece, each with the scratch memory of the member that does it.</summary>
    /// <param name="pieces">Number of pieces.</param>
    /// <param name="scratch">Makes a member's scratch memory, when it takes its first piece.</param>
    /// <param name="piece">Takes a 0-based piece and its member's scratch memory.</param>
    public static void Run<TScratch>(int pieces, Func<TScratch> scratch, Action<int, TScratch> piece)
        where TScratch : class, IDisposable
    {
        var ofMembers = new TScratch?[Math.Max(1, get_num_threads())];
        try
        {
            RunByMember(pieces, (i, member) => piece(i, ofMembers[member] ??= scratch()));
        }
        finally
        {
            foreach (var one in ofMembers)
            {
                one?.Dispose();
            }
        }
    }

    /// <summary>Does every piece.</summary>
    /// <param name="pieces">Number of pieces.</param>
    /// <param name="piece">Takes a 0-based piece.</param>
    public static void Run(int pieces, Action<int> piece) => RunByMember(pieces, (i, _) => piece(i));

    private static void RunByMember(int pieces, Action<int, int> piece)
    {
        var threads = get_num_threads();

        // Two trainings in one process share one team: who finds it taken does its pieces alone rather than wait.
        if (threads <= 1 || pieces <= 1 || Interlocked.Exchange(ref _taken, 1) == 1)
        {
            for (var i = 0; i < pieces; i++)
            {
                piece(i, 0);
            }

            return;
        }

        try
        {
            if (_team.Members != threads)
            {
                _team.Dispose();
                _team = new WorkerTeam(threads);
            }

            _team.Run(pieces, InCallersMemory(piece));
        }
        finally
        {
            Volatile.Write(ref _taken, 0);
        }
    }

    /// <summary>Members are threads of their own, to which the caller's memory does not flow by itself.</summary>
    private static Action<int, int> InCallersMemory(Action<int, int> piece) =>
        FloatMemory.Replacement is not { } memory
            ? piece
            : (i, member) =>
            {
                var before = FloatMemory.Replacement;
                FloatMemory.Replacement = memory;
                try
                {
                    piece(i, member);
                }
                finally
                {
                    FloatMemory.Replacement = before;
                }
            };
}
