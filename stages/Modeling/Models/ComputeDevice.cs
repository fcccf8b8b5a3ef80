using System.Globalization;
using System.Text.Json.Serialization;
using Pipeline.Modeling.Native;
using TorchSharp;

namespace Pipeline.Modeling.Models;

/// <summary>Where model work runs. Its kind is part of what a stage's results depend on; which of several devices is not, and is not
/// serialised.</summary>
/// <param name="Kind">Processor or GPU.</param>
/// <param name="Index">Which GPU, 0-based.</param>
public sealed record ComputeDevice(DeviceKind Kind, [property: JsonIgnore] int Index = 0)
{
    /// <summary>The setting that takes a GPU where there is one.</summary>
    public const string Auto = "auto";

    /// <summary>The processor.</summary>
    public static ComputeDevice Cpu { get; } = new(DeviceKind.Cpu);

    /// <summary>Reads a setting: <c>auto</c>, <c>cpu</c>, <c>cuda</c> or <c>cuda:N</c>. Only <c>auto</c> in a build for CUDA loads libtorch
    /// to look.</summary>
    /// <exception cref="InvalidDataException">It is none of these.</exception>
    public static ComputeDevice Parse(string setting)
    {
        switch (setting)
        {
            case Auto:
                return NativeTorch.HasCuda && CudaDevices() > 0 ? new ComputeDevice(DeviceKind.Cuda) : Cpu;
            case "cpu":
                return Cpu;
            case "cuda":
                return new ComputeDevice(DeviceKind.Cuda);
            default:
                return
                    setting.StartsWith("cuda:", StringComparison.Ordinal)
                    && int.TryParse(setting.AsSpan("cuda:".Length), NumberStyles.None, CultureInfo.InvariantCulture, out var index)
                    ? new ComputeDevice(DeviceKind.Cuda, index)
                    : throw new InvalidDataException($"'{setting}' is no device; expected auto, cpu, cuda or cuda:N.");
        }
    }

    /// <summary>Looks that the device is there; loads libtorch.</summary>
    /// <exception cref="InvalidDataException">It is not; the message says what to do.</exception>
    public void RequirePresent() => _ = ToTorch();

    /// <inheritdoc />
    public override string ToString() => Kind == DeviceKind.Cpu ? "cpu" : $"cuda:{Index}";

    /// <summary>The device, after a look that it is there.</summary>
    /// <exception cref="InvalidDataException">It is not.</exception>
    internal torch.Device ToTorch()
    {
        NativeTorch.Load();
        if (Kind == DeviceKind.Cpu)
        {
            return torch.CPU;
        }

        return CudaDevices() is var count && Index < count
            ? torch.device(DeviceType.CUDA, Index)
            : throw new InvalidDataException(
                NativeTorch.HasCuda
                    ? $"Device {this} is not there: libtorch for CUDA sees {count} devices. Name one of them, set 'device: cpu', or "
                        + "look for the cause with docs/gpu.md."
                    : $"Device {this} is not there: this libtorch is for the processor alone. Build with -p:TorchFlavor=cuda, as "
                        + "docs/gpu.md says, or set 'device: cpu'."
            );
    }

    private static int CudaDevices()
    {
        NativeTorch.Load();
        return torch.cuda.is_available() ? torch.cuda.device_count() : 0;
    }
}
