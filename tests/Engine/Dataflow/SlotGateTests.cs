using Pipeline.Engine.Dataflow;
using Pipeline.Engine.Planning;
using Pipeline.Tests.Support;

namespace Pipeline.Tests.Engine.Dataflow;

public sealed class SlotGateTests
{
    private readonly CancellationToken _never = TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(0)]
    [InlineData(-1)]
    public void A_gate_without_a_slot_is_refused(int slots) =>
        Assert.Throws<ArgumentOutOfRangeException>(nameof(slots), () => new SlotGate(slots));

    [Fact]
    public async Task As_many_enter_as_there_are_slots_and_the_next_when_one_leaves()
    {
        var gate = new SlotGate(2);
        var (a, b, c) = (Unannounced(), Unannounced(), Unannounced());
        await gate.EnterAsync(a, _never);
        await gate.EnterAsync(b, _never);
        var waiting = gate.EnterAsync(c, _never);
        Assert.False(waiting.IsCompleted);

        gate.Leave(b);

        await waiting;
        gate.Leave(a);
        gate.Leave(c);
        Assert.True(Enters(gate, a) && Enters(gate, b));
        Assert.False(Enters(gate, c));
    }

    [Fact]
    public async Task Nodes_that_have_begun_come_first_and_others_in_the_order_in_which_they_asked()
    {
        var gate = new SlotGate(1);
        var (begun, early, late) = (Unannounced(), Unannounced(), Unannounced());
        await gate.EnterAsync(begun, _never);
        gate.Leave(begun);
        await gate.EnterAsync(late, _never);
        var first = gate.EnterAsync(early, _never);
        var second = gate.EnterAsync(Unannounced(), _never);
        var preferred = gate.EnterAsync(begun, _never);

        gate.Leave(late);
        await preferred;
        Assert.False(first.IsCompleted);
        gate.Leave(begun);
        await first;
        Assert.False(second.IsCompleted);
        gate.Leave(early);
        await second;
    }

    [Fact]
    public async Task A_node_that_only_waits_has_not_begun()
    {
        var gate = new SlotGate(1);
        var holder = Unannounced();
        var (first, second) = (Unannounced(), Unannounced());
        await gate.EnterAsync(holder, _never);
        var earlier = gate.EnterAsync(first, _never);
        var later = gate.EnterAsync(second, _never);
        var again = gate.EnterAsync(second, _never);

        gate.Leave(holder);

        await earlier;
        Assert.False(later.IsCompleted || again.IsCompleted);
    }

    [Fact]
    public async Task A_slot_stays_with_its_node_while_the_next_unit_is_on_its_way()
    {
        var gate = new SlotGate(1);
        var node = Announced(parts: 2);
        await gate.EnterAsync(node, _never);
        var other = gate.EnterAsync(Unannounced(), _never);

        node.Units.Finish(0);
        gate.Leave(node);
        Assert.False(other.IsCompleted);
        await gate.EnterAsync(node, _never);
        node.Units.Finish(1);
        gate.Leave(node);

        // All units are sealed: what the node has opened is closed before another begins.
        Assert.False(other.IsCompleted);
        gate.End(node);
        await other;
    }

    [Fact]
    public async Task A_unit_that_waits_for_another_process_frees_the_slot_though_others_wait_behind_it()
    {
        var gate = new SlotGate(1);
        var node = Announced(parts: 3);
        await gate.EnterAsync(node, _never);
        var other = gate.EnterAsync(Unannounced(), _never);
        node.Units.Finish(0);
        gate.Leave(node);

        // It waits for another process, which must keep nobody from the slot.
        gate.WaitElsewhere(node);

        await other;
        node.Units.ComeBack();
        Assert.False(Enters(gate, node));
    }

    [Fact]
    public async Task A_node_without_a_next_unit_gives_its_slot_on_at_once()
    {
        var gate = new SlotGate(1);
        var source = Fold();
        var node = Map(source);
        source.Publish(PartOf(0));
        await gate.EnterAsync(node, _never);
        var other = gate.EnterAsync(Unannounced(), _never);

        node.Units.Finish(0);
        gate.Leave(node);

        await other;
    }

    [Fact]
    public async Task No_more_slots_are_kept_than_units_come()
    {
        var gate = new SlotGate(3);
        var node = Announced(parts: 4);
        await gate.EnterAsync(node, _never);
        await gate.EnterAsync(node, _never);
        await gate.EnterAsync(node, _never);
        var others = new[] { Unannounced(), Unannounced(), Unannounced() }.Select(other => gate.EnterAsync(other, _never)).ToList();

        for (var part = 0; part < 3; part++)
        {
            node.Units.Finish(part);
            gate.Leave(node);
        }

        await others[0];
        await others[1];
        Assert.False(others[2].IsCompleted);
    }

    [Fact]
    public async Task A_waiting_unit_of_the_same_node_comes_before_other_nodes_that_have_begun()
    {
        var gate = new SlotGate(2);
        var (node, begun) = (Announced(parts: 2), Unannounced());
        await gate.EnterAsync(begun, _never);
        await gate.EnterAsync(node, _never);
        var others = gate.EnterAsync(begun, _never);
        var own = gate.EnterAsync(node, _never);

        node.Units.Finish(0);
        gate.Leave(node);

        await own;
        Assert.False(others.IsCompleted);
    }

    [Fact]
    public async Task Who_is_cancelled_while_waiting_takes_no_slot()
    {
        var gate = new SlotGate(1);
        using var cancel = new CancellationTokenSource();
        var holder = Unannounced();
        await gate.EnterAsync(holder, _never);
        var cancelled = gate.EnterAsync(Unannounced(), cancel.Token);
        var next = gate.EnterAsync(Unannounced(), _never);

        await cancel.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => cancelled);
        gate.Leave(holder);

        await next;
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => gate.EnterAsync(holder, cancel.Token));
    }

    [Fact]
    public void The_end_of_a_node_that_never_had_a_slot_changes_nothing()
    {
        var gate = new SlotGate(1);
        var node = Announced(parts: 1);

        gate.PassBy(node);
        gate.End(node);

        Assert.True(Enters(gate, Unannounced()));
        Assert.False(Enters(gate, Unannounced()));
    }

    private bool Enters(SlotGate gate, NodeRun node) => gate.EnterAsync(node, _never).IsCompletedSuccessfully;

    private static NodeRun Fold() => new(new StageNode("fold", FakeFold.Source("fold", 1), [], []), NodeMode.Run);

    private static NodeRun Map(NodeRun source) =>
        new(
            new StageNode("map", FakeMap.Add("map", 1), [new NodeOutput(FakeMap.Rows, source.Node)], []),
            NodeMode.Run,
            [source],
            partsInFlight: 4
        );

    /// <summary>A node of whose units the gate knows nothing.</summary>
    private static NodeRun Unannounced() =>
        new(new StageNode("map", FakeMap.Add("map", 1), [new NodeOutput(FakeMap.Rows, Fold().Node)], []), NodeMode.Run);

    /// <summary>A node that streams so many sealed parts.</summary>
    private static NodeRun Announced(int parts)
    {
        var source = Fold();
        var node = Map(source);
        source.Complete(SealedArtifacts.OfTable([.. Enumerable.Range(0, parts).Select(PartOf)]));
        return node;
    }

    private static Pipeline.Engine.Artifacts.Part PartOf(int index) => new(index, "", "", 1);
}
