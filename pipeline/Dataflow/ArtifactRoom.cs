using Pipeline.Engine.Caching;
using Pipeline.Engine.Stages;

namespace Pipeline.Engine.Dataflow;

/// <summary>Where a run keeps its artifacts and how much of it may be in flight.</summary>
internal sealed record ArtifactRoom(ArtifactStore Store, SlotGates Gates, int PartsInFlight)
{
    /// <summary>How many units of that kind run at once.</summary>
    public int WidthOf(ResourceSlot slot) => Gates.Width(slot);
}
