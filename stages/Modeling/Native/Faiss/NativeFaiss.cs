using System.Reflection;
using System.Runtime.InteropServices;

namespace Pipeline.Modeling.Native.Faiss;

/// <summary>
/// FAISS, through functions of our own (<c>faiss_shim.cpp</c>) that the build compiles where FAISS is there. Loaded once, when an index is
/// first needed. Threads are a matter of each call: OpenMP's number holds for the calling thread alone.
/// </summary>
internal static partial class NativeFaiss
{
    /// <summary>What to do where it is not there, as a sentence.</summary>
    public const string HowToInstall =
        "Install libfaiss-dev, libopenblas0 and g++ (Debian 12, Ubuntu 22.04 or later) and build the program again; or leave out "
        + "stages.retrieve.index, so that all rows are compared.";

    private const string Library = "faiss_shim";
    private const string FileName = "libfaiss_shim.so";

    private static readonly Lazy<string?> _fault = new(LoadOnce);

    /// <summary>The version that the program was built with; null where it was built without. Loads nothing.</summary>
    public static string? BuiltVersion { get; } =
        typeof(NativeFaiss)
            .Assembly.GetCustomAttributes<AssemblyMetadataAttribute>()
            .FirstOrDefault(entry => entry.Key == "FaissVersion")
            ?.Value;

    /// <summary>Why there is no FAISS, as the end of a sentence; null where it is loaded, which this does if nothing has yet. Safe for use
    /// from several threads.</summary>
    public static string? Fault => _fault.Value;

    /// <summary>Loads the library if it is not loaded yet.</summary>
    /// <exception cref="InvalidDataException">It is not there or cannot be loaded; the message says why and what to install.</exception>
    public static void Load()
    {
        if (Fault is { } fault)
        {
            throw new InvalidDataException($"FAISS is needed: {fault}. {HowToInstall}");
        }
    }

    /// <summary>Makes an error of a status.</summary>
    /// <param name="status">What a function returned.</param>
    /// <param name="what">What was tried, as the beginning of a sentence.</param>
    /// <exception cref="InvalidDataException">The status says that it failed.</exception>
    public static void Check(int status, string what)
    {
        if (status != 0)
        {
            throw new InvalidDataException($"{what}: FAISS says: {Reason(Marshal.PtrToStringUTF8(Message()) ?? "")}");
        }
    }

    private static string? LoadOnce()
    {
        if (BuiltVersion is null)
        {
            return "this program was built without it";
        }

        var path = Path.Combine(AppContext.BaseDirectory, FileName);
        if (!File.Exists(path))
        {
            return $"{path} was not found";
        }

        ThreadWaiting.LimitSpinning();
        ThreadWaiting.KeepBlasToItsCaller();
        try
        {
            NativeLibrary.Load(path);
            return null;
        }
        catch (Exception error) when (error is DllNotFoundException or BadImageFormatException)
        {
            return $"{path} cannot be loaded: {LoaderFault.Describe(error)}";
        }
    }

    /// <summary>What FAISS says without the names of its functions and source files, which are those of the machine that it was built
    /// on.</summary>
    private static string Reason(string message)
    {
        const string Source = ".cpp:";
        var source = message.IndexOf(Source, StringComparison.Ordinal);
        var separator = source < 0 ? -1 : message.IndexOf(": ", source + Source.Length, StringComparison.Ordinal);
        return separator < 0 ? message : message[(separator + 2)..];
    }

    [LibraryImport(Library, EntryPoint = "faiss_shim_message")]
    private static partial nint Message();

    /// <summary>The version of the library that is loaded.</summary>
    [LibraryImport(Library, EntryPoint = "faiss_shim_version")]
    public static partial nint Version();

    /// <summary>A new index; of the metric 0 the inner product is greatest, of 1 the squared distance least.</summary>
    [LibraryImport(Library, EntryPoint = "faiss_shim_create", StringMarshalling = StringMarshalling.Utf8)]
    public static partial int Create(int dimension, string description, int metric, out FaissHandle index);

    /// <summary>Frees an index.</summary>
    [LibraryImport(Library, EntryPoint = "faiss_shim_free")]
    public static partial void Free(nint index);

    /// <summary>What an index holds.</summary>
    [LibraryImport(Library, EntryPoint = "faiss_shim_describe")]
    public static partial int Describe(FaissHandle index, out int dimension, out long count, out int trained, out int metric);

    /// <summary>Trains an index on vectors one after the other.</summary>
    [LibraryImport(Library, EntryPoint = "faiss_shim_train")]
    public static partial int Train(FaissHandle index, ReadOnlySpan<float> vectors, long length, int threads);

    /// <summary>Adds vectors one after the other.</summary>
    [LibraryImport(Library, EntryPoint = "faiss_shim_add")]
    public static partial int Add(FaissHandle index, ReadOnlySpan<float> vectors, long length, int threads);

    /// <summary>Searches; scores and ids have room for k of each query.</summary>
    [LibraryImport(Library, EntryPoint = "faiss_shim_search")]
    public static partial int Search(
        FaissHandle index,
        ReadOnlySpan<float> queries,
        long length,
        long k,
        Span<float> scores,
        Span<long> ids,
        long room,
        int threads
    );

    /// <summary>Sets a parameter of search.</summary>
    [LibraryImport(Library, EntryPoint = "faiss_shim_set", StringMarshalling = StringMarshalling.Utf8)]
    public static partial int Set(FaissHandle index, string name, double value);

    /// <summary>Writes an index into a file.</summary>
    [LibraryImport(Library, EntryPoint = "faiss_shim_write", StringMarshalling = StringMarshalling.Utf8)]
    public static partial int Write(FaissHandle index, string path);

    /// <summary>Reads an index from a file; mapped, its inverted lists stay there.</summary>
    [LibraryImport(Library, EntryPoint = "faiss_shim_read", StringMarshalling = StringMarshalling.Utf8)]
    public static partial int Read(string path, int map, out FaissHandle index);
}
