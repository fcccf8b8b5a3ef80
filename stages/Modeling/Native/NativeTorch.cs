using System.Globalization;
using System.Reflection;
using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;
using TorchSharp;

namespace Pipeline.Modeling.Native;

/// <summary>
/// Loads libtorch, once, when a tensor is first needed. Runs that only read the cache never pay for it. The library comes from
/// <c>LIBTORCH_DIR</c> if that is set, else from the package folder that the program was built with, else from beside the program.
/// </summary>
internal static partial class NativeTorch
{
    /// <summary>The environment variable that names an existing libtorch's library folder.</summary>
    public const string FolderVariable = "LIBTORCH_DIR";

    private const string Shim = "libLibTorchSharp.so";
    private const string UnmetVersion = "GLIBCXX_3.4.32";
    private const int NoMemoryMaps = -4;
    private const int TrimThreshold = -1;

    private static readonly string[] _libraries = ["libc10.so", "libtorch_cpu.so", "libtorch.so"];
    private static readonly string[] _cudaLibraries = ["libc10.so", "libtorch_cpu.so", "libc10_cuda.so", "libtorch_cuda.so", "libtorch.so"];
    private static readonly Lazy<bool> _loaded = new(LoadOnce);

    /// <summary>Loads the native libraries if they are not loaded yet. Safe for use from several threads.</summary>
    /// <exception cref="InvalidDataException">They cannot be found or loaded; the message says where they were looked for.</exception>
    public static void Load() => _ = _loaded.Value;

    /// <summary>Whether the libtorch that is found was built for CUDA. Loads nothing.</summary>
    /// <exception cref="InvalidDataException">There is none.</exception>
    public static bool HasCuda => OperatingSystem.IsLinux() && IsForCuda(LibraryFolder());

    /// <summary>What tells one libtorch from another without loading it: the length of its main library, and TorchSharp's
    /// version.</summary>
    /// <exception cref="InvalidDataException">There is none.</exception>
    public static string Version =>
        $"{new FileInfo(Path.Combine(LibraryFolder(), _libraries[1])).Length} with TorchSharp {typeof(torch).Assembly.GetName().Version}";

    private static bool LoadOnce()
    {
        if (OperatingSystem.IsLinux())
        {
            // Both must be set before the load.
            ThreadWaiting.LimitSpinning();
            _ = MallocOption(NoMemoryMaps, 0);
            _ = MallocOption(TrimThreshold, int.MaxValue);
            var folder = LibraryFolder();
            foreach (var library in IsForCuda(folder) ? _cudaLibraries : _libraries)
            {
                LoadLibrary(Path.Combine(folder, library));
            }

            LoadShim();
        }

        torch.InitializeDeviceType(DeviceType.CPU);
        torch.set_num_threads(Environment.ProcessorCount);
        return true;
    }

    private static bool IsForCuda(string folder) => File.Exists(Path.Combine(folder, "libtorch_cuda.so"));

    private static string LibraryFolder()
    {
        if (Environment.GetEnvironmentVariable(FolderVariable) is { Length: > 0 } given)
        {
            return File.Exists(Path.Combine(given, _libraries[0]))
                ? given
                : throw new InvalidDataException(
                    $"{FolderVariable} is {given}, which holds no {_libraries[0]}; expected the library folder of libtorch 2.10."
                );
        }

        var candidates = new[]
        {
            Baked("LibTorchFolder"),
            AppContext.BaseDirectory,
            Path.Combine(AppContext.BaseDirectory, "runtimes", "linux-x64", "native"),
        };
        return candidates.FirstOrDefault(folder => !string.IsNullOrEmpty(folder) && File.Exists(Path.Combine(folder, _libraries[0])))
            ?? throw new InvalidDataException(
                $"libtorch was not found. Looked for {_libraries[0]} in: "
                    + $"{string.Join(", ", candidates.Where(folder => !string.IsNullOrEmpty(folder)))}. "
                    + $"Restore the packages, or set {FolderVariable} to the library folder of libtorch 2.10."
            );
    }

    private static void LoadShim()
    {
        var path =
            new[] { Path.Combine(AppContext.BaseDirectory, Shim), Path.Combine(Baked("TorchSharpShimFolder") ?? "", Shim) }.FirstOrDefault(
                File.Exists
            )
            ?? throw new InvalidDataException(
                $"TorchSharp's native part {Shim} was not found beside the program or in its package folder."
            );
        if (NativeLibrary.TryLoad(path, out _))
        {
            return;
        }

        // Built with a newer compiler than the system's C++ library: it asks for a version of which it uses nothing.
        var image = File.ReadAllBytes(path);
        ElfImage.WeakenVersion(image, UnmetVersion);
        LoadFromMemory(image, path);
    }

    /// <summary>Loads a library from a file that is in memory only: a folder for temporary files may be missing, full, or one from which
    /// nothing can be run, and leaves a copy behind if the program is killed.</summary>
    private static void LoadFromMemory(byte[] image, string path)
    {
        using var file = new SafeFileHandle(CreateMemoryFile(Shim, 0), ownsHandle: true);
        if (file.IsInvalid)
        {
            throw new InvalidDataException(
                $"{path} needs {UnmetVersion} of the system's C++ library (GCC 13 or later), and cannot be loaded without it, because "
                    + $"the system gives no file in memory: {Marshal.GetLastPInvokeErrorMessage()}. Install a newer libstdc++."
            );
        }

        RandomAccess.Write(file, image, 0);
        LoadLibrary(string.Create(CultureInfo.InvariantCulture, $"/proc/self/fd/{file.DangerousGetHandle()}"));
    }

    private static void LoadLibrary(string path)
    {
        try
        {
            NativeLibrary.Load(path);
        }
        catch (Exception error) when (error is DllNotFoundException or BadImageFormatException)
        {
            throw new InvalidDataException(
                $"{path} cannot be loaded: {LoaderFault.Describe(error)}; expected 64-bit Linux with glibc 2.34 or later.",
                error
            );
        }
    }

    private static string? Baked(string key) =>
        typeof(NativeTorch).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>().FirstOrDefault(entry => entry.Key == key)?.Value;

    [LibraryImport("libc", EntryPoint = "memfd_create", StringMarshalling = StringMarshalling.Utf8, SetLastError = true)]
    private static partial int CreateMemoryFile(string name, uint flags);

    [LibraryImport("libc", EntryPoint = "mallopt")]
    private static partial int MallocOption(int parameter, int value);
}
