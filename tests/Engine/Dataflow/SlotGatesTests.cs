using Pipeline.Engine.Dataflow;
using Pipeline.Engine.Planning;
using Pipeline.Engine.Stages;
using Pipeline.Tests.Support;

namespace Pipeline.Tests.Engine.Dataflow;

public sealed class SlotGatesTests
{
    private readonly SlotGates _gates = new(new RunSettings("run", "cache", "runs") { CpuSlots = 3, RemoteSlots = 5 });

    [Theory]
    [InlineData(ResourceSlot.Device, 1)]
    [InlineData(ResourceSlot.Cpu, 3)]
    [InlineData(ResourceSlot.Remote, 5)]
    public async Task Each_kind_has_its_own_number_of_slots(ResourceSlot slot, int slots)
    {
        var release = new TaskCompletionSource<int>();
        var entered = 0;
        var all = Enumerable
            .Range(0, slots + 1)
            .Select(_ =>
                _gates.HoldAsync(
                    Node(slot),
                    () =>
                    {
                        Interlocked.Increment(ref entered);
                        return release.Task;
                    },
                    TestContext.Current.CancellationToken
                )
            )
            .ToList();

        Assert.Equal(slots, _gates.Width(slot));
        Assert.Equal(slots, entered);
        release.SetResult(7);
        Assert.All(await Task.WhenAll(all), result => Assert.Equal(7, result));
        Assert.Equal(slots + 1, entered);
    }

    [Fact]
    public async Task Work_that_throws_gives_its_slot_back()
    {
        await Assert.ThrowsAsync<InvalidOperationException>(() => HoldAsync(() => throw new InvalidOperationException()));

        Assert.Equal(1, await HoldAsync(() => Task.FromResult(1)));
    }

    [Fact]
    public async Task What_was_kept_for_a_node_is_free_after_its_end_and_when_its_unit_goes_by()
    {
        var (first, second) = (Node(ResourceSlot.Device), Node(ResourceSlot.Device));
        await HoldSealedAsync(first);
        var waiting = HoldSealedAsync(second);
        Assert.False(waiting.IsCompleted);
        _gates.End(first);
        await waiting;

        var third = HoldSealedAsync(Node(ResourceSlot.Device));
        _gates.PassBy(second);
        Assert.False(third.IsCompleted);
        _gates.End(second);
        await third;
    }

    private Task<int> HoldAsync(Func<Task<int>> work) =>
        _gates.HoldAsync(Node(ResourceSlot.Device), work, TestContext.Current.CancellationToken);

    /// <summary>The one unit of a fold, whose slot is kept until it is closed.</summary>
    private Task<int> HoldSealedAsync(NodeRun run) =>
        _gates.HoldAsync(
            run,
            () =>
            {
                run.Units.Finish(0);
                return Task.FromResult(1);
            },
            TestContext.Current.CancellationToken
        );

    private static NodeRun Node(ResourceSlot slot) =>
        new(new StageNode("fold", new FakeFold("fold", (_, _, _) => Task.CompletedTask) { Holds = slot }, [], []), NodeMode.Run);
}
