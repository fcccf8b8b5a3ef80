using Pipeline.Modeling.Kernels;
using Pipeline.Modeling.Native;

namespace Pipeline.Tests.Modeling.Kernels;

/// <summary>The one team of threads of training's kernels and of decoding.</summary>
public sealed class KernelTeamTests
{
    public KernelTeamTests() => NativeTorch.Load();

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(5)]
    public void A_team_does_every_piece_once_by_one_of_its_members(int members)
    {
        using var team = new WorkerTeam(members);
        for (var pieces = 0; pieces < 100; pieces++)
        {
            var done = new int[pieces];
            team.Run(
                pieces,
                (piece, member) =>
                {
                    Assert.InRange(member, 0, members - 1);
                    Interlocked.Increment(ref done[piece]);
                }
            );

            Assert.All(done, count => Assert.Equal(1, count));
        }
    }

    [Fact]
    public void A_piece_that_fails_fails_the_work_and_leaves_the_team_fit_for_the_next()
    {
        using var team = new WorkerTeam(2);
        void Fail(int piece, int member) => throw new NotSupportedException($"piece {piece}");

        Assert.IsType<NotSupportedException>(Assert.Throws<InvalidOperationException>(() => team.Run(9, Fail)).InnerException);
        var done = 0;
        team.Run(9, (_, _) => Interlocked.Increment(ref done));
        Assert.Equal(9, done);
    }

    [Fact]
    public void Callers_at_the_same_time_each_have_all_their_pieces_done()
    {
        var sums = new long[8];
        Parallel.For(
            0,
            sums.Length,
            caller =>
            {
                for (var round = 0; round < 50; round++)
                {
                    KernelTeam.Run(20, piece => Interlocked.Add(ref sums[caller], piece));
                }
            }
        );

        Assert.All(sums, sum => Assert.Equal(50 * 190, sum));
    }

    [Fact]
    public void Scratch_memory_is_one_members_alone_and_freed_in_the_end_even_of_a_failure()
    {
        var (made, freed) = (0, 0);
        Scratch Make()
        {
            Interlocked.Increment(ref made);
            return new Scratch(() => Interlocked.Increment(ref freed));
        }

        KernelTeam.Run(40, Make, (_, scratch) => scratch.Use());
        Assert.InRange(made, 1, 40);
        Assert.Equal(made, freed);

        Assert.ThrowsAny<Exception>(() => KernelTeam.Run(40, Make, (piece, _) => throw new NotSupportedException($"piece {piece}")));
        Assert.Equal(made, freed);
    }

    private sealed class Scratch(Action free) : IDisposable
    {
        private int _users;

        public void Use()
        {
            Assert.Equal(1, Interlocked.Increment(ref _users));
            Thread.SpinWait(100);
            Interlocked.Decrement(ref _users);
        }

        public void Dispose() => free();
    }
}
