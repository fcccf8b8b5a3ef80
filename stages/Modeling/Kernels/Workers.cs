using static TorchSharp.torch;

namespace Pipeline.Modeling.Kernels;

/// <summary>Pieces of work on as many threads as libtorch uses. What a piece computes depends on no other, so that results do not depend on
/// threads.</summary>
internal static class Workers
{
    /// <summary>Does every piece, each with the scratch memory of the worker that does it.</summary>
    public static void Run<TScratch>(int pieces, Func<TScratch> scratch, Action<int, TScratch> piece)
        where TScratch : IDisposable
    {
        var options = new ParallelOptions { MaxDegreeOfParallelism = get_num_threads() };
        if (options.MaxDegreeOfParallelism == 1 || pieces == 1)
        {
            using var own = scratch();
            for (var i = 0; i < pieces; i++)
            {
                piece(i, own);
            }

            return;
        }

        Parallel.For(
            0,
            pieces,
            options,
            scratch,
            (i, _, own) =>
            {
                piece(i, own);
                return own;
            },
            own => own.Dispose()
        );
    }

    /// <summary>Does every piece.</summary>
    public static void Run(int pieces, Action<int> piece)
    {
        var threads = get_num_threads();
        if (threads == 1 || pieces == 1)
        {
            for (var i = 0; i < pieces; i++)
            {
                piece(i);
            }

            return;
        }

        Parallel.For(0, pieces, new ParallelOptions { MaxDegreeOfParallelism = threads }, piece);
    }
}
