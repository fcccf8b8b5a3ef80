namespace Pipeline.Engine.Stages;

/// <summary>The scarce thing that a unit of work (a part, a fold) holds while it runs.</summary>
public enum ResourceSlot
{
    /// <summary>A processor core: managed, parallel work.</summary>
    Cpu,

    /// <summary>The one compute device (processor with all threads, or GPU): model work.</summary>
    Device,

    /// <summary>A request to a remote endpoint.</summary>
    Remote,
}
