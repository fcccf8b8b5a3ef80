namespace Pipeline.Modeling.Models;

/// <summary>What kind of device model work runs on.</summary>
public enum DeviceKind
{
    /// <summary>The processor.</summary>
    Cpu,

    /// <summary>A GPU of NVIDIA.</summary>
    Cuda,
}
