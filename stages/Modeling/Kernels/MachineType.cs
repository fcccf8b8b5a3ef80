using System.Globalization;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;
using System.Text;
using Pipeline.Modeling.Native;
using static TorchSharp.torch;

namespace Pipeline.Modeling.Kernels;

/// <summary>What the speed and the last bits of products depend on beside the program: the type of processor, threads and
/// libraries.</summary>
internal static class MachineType
{
    /// <summary>Raised when the loops change, so that they are measured anew.</summary>
    private const int Revision = 1;

    private const int FirstBrandLeaf = unchecked((int)0x80000002);
    private const int BrandLeaves = 3;

    /// <summary>One line; loads libtorch.</summary>
    public static string Describe()
    {
        NativeTorch.Load();
        return string.Create(
            CultureInfo.InvariantCulture,
            $"{Processor()}; {get_num_threads()} threads; vectors of {(Vector512.IsHardwareAccelerated ? 512 : 256)} bits; "
                + $"libtorch {NativeTorch.Version}; runtime {Environment.Version}; "
                + $"loops {Revision}"
        );
    }

    /// <summary>The processor's family, model and stepping, and its name; the architecture alone where it does not tell.</summary>
    private static string Processor()
    {
        if (!X86Base.IsSupported)
        {
            return RuntimeInformation.ProcessArchitecture.ToString();
        }

        var name = new StringBuilder();
        for (var leaf = 0; leaf < BrandLeaves; leaf++)
        {
            var (a, b, c, d) = X86Base.CpuId(FirstBrandLeaf + leaf, 0);
            foreach (var word in (int[])[a, b, c, d])
            {
                name.Append(Encoding.ASCII.GetString(BitConverter.GetBytes(word)));
            }
        }

        return string.Create(
            CultureInfo.InvariantCulture,
            $"{name.ToString().Replace('\0', ' ').Replace('\n', ' ').Trim()} {X86Base.CpuId(1, 0).Eax:x8}"
        );
    }
}
