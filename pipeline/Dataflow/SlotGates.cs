using Pipeline.Engine.Stages;

namespace Pipeline.Engine.Dataflow;

/// <summary>Gives out the run's slots: one device, some processor slots, some remote requests.</summary>
internal sealed class SlotGates(RunSettings settings) : IDisposable
{
    private readonly SemaphoreSlim _device = new(1);
    private readonly SemaphoreSlim _cpu = new(AtLeastOne(settings.CpuSlots));
    private readonly SemaphoreSlim _remote = new(AtLeastOne(settings.RemoteSlots));

    /// <summary>How many units of that kind run at once.</summary>
    public int Width(ResourceSlot slot) => slot switch
    {
        ResourceSlot.Device => 1,
        ResourceSlot.Cpu => settings.CpuSlots,
        _ => settings.RemoteSlots,
    };

    /// <summary>Runs a unit of work while holding a slot.</summary>
    public async Task<T> HoldAsync<T>(ResourceSlot slot, Func<Task<T>> work, CancellationToken cancellation)
    {
        var gate = slot switch
        {
            ResourceSlot.Device => _device,
            ResourceSlot.Cpu => _cpu,
            _ => _remote,
        };
        await gate.WaitAsync(cancellation).ConfigureAwait(false);
        try
        {
            return await work().ConfigureAwait(false);
        }
        finally
        {
            gate.Release();
        }
    }

    public void Dispose()
    {
        _device.Dispose();
        _cpu.Dispose();
        _remote.Dispose();
    }

    private static int AtLeastOne(int slots) => slots >= 1 ? slots : throw new ArgumentOutOfRangeException(nameof(slots), slots, "A run needs at least one slot of each kind.");
}
