using Pipeline.Engine.Stages;

namespace Pipeline.Engine.Dataflow;

/// <summary>Gives out the run's slots: one device, some processor slots, some remote requests.</summary>
internal sealed class SlotGates(RunSettings settings)
{
    private readonly SlotGate _device = new(1);
    private readonly SlotGate _cpu = new(settings.CpuSlots);
    private readonly SlotGate _remote = new(settings.RemoteSlots);

    /// <summary>How many units of that kind run at once.</summary>
    public int Width(ResourceSlot slot) =>
        slot switch
        {
            ResourceSlot.Device => 1,
            ResourceSlot.Cpu => settings.CpuSlots,
            _ => settings.RemoteSlots,
        };

    /// <summary>Runs a unit of a node's work while holding the slot that its stage needs.</summary>
    public async Task<T> HoldAsync<T>(NodeRun node, Func<Task<T>> work, CancellationToken cancellation)
    {
        var gate = GateOf(node);
        await gate.EnterAsync(node, cancellation).ConfigureAwait(false);
        try
        {
            return await work().ConfigureAwait(false);
        }
        finally
        {
            gate.Leave(node);
        }
    }

    /// <summary>A unit of the node waits for another process, until its progress is told that it comes back.</summary>
    public void WaitElsewhere(NodeRun node) => GateOf(node).WaitElsewhere(node);

    /// <summary>A unit of the node goes by without asking for a slot: it was in the cache.</summary>
    public void PassBy(NodeRun node) => GateOf(node).PassBy(node);

    /// <summary>No unit of the node will come any more: one failed, or all is closed.</summary>
    public void End(NodeRun node) => GateOf(node).End(node);

    private SlotGate GateOf(NodeRun node) =>
        node.Node.Stage.Slot switch
        {
            ResourceSlot.Device => _device,
            ResourceSlot.Cpu => _cpu,
            _ => _remote,
        };
}
