using System.Runtime.InteropServices;

namespace Pipeline.Modeling.Native;

/// <summary>How the threads of native libraries wait for work. A library reads it when it is loaded, and from the process's own
/// environment, which .NET's copy does not reach.</summary>
internal static partial class ThreadWaiting
{
    /// <summary>OpenMP threads that spin beside another busy process cost up to ten times the run time.</summary>
    public static void LimitSpinning() => SetUnlessSet("GOMP_SPINCOUNT", "1000");

    /// <summary>OpenBLAS keeps threads of its own beside those that call it; one each is enough where callers are as many as
    /// cores.</summary>
    public static void KeepBlasToItsCaller() => SetUnlessSet("OPENBLAS_NUM_THREADS", "1");

    private static void SetUnlessSet(string name, string value) => _ = SetEnvironment(name, value, overwrite: 0);

    [LibraryImport("libc", EntryPoint = "setenv", StringMarshalling = StringMarshalling.Utf8)]
    private static partial int SetEnvironment(string name, string value, int overwrite);
}
