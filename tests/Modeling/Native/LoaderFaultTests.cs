using System.Runtime.InteropServices;
using Pipeline.Modeling.Native;
using Pipeline.Tests.Support;

namespace Pipeline.Tests.Modeling.Native;

/// <summary>What is said of a native library that the system does not load.</summary>
public sealed class LoaderFaultTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void A_file_that_is_no_library_is_refused()
    {
        var path = _folder.Write("libnone.so", "no library");
        var error = Assert.ThrowsAny<Exception>(() => NativeLibrary.Load(path));

        Assert.Equal("the system's loader refuses it", LoaderFault.Describe(error));
    }

    [Fact]
    public void A_library_that_is_not_there_is_named()
    {
        var path = _folder.PathOf("libnone.so");
        var error = Assert.ThrowsAny<Exception>(() => NativeLibrary.Load(path));

        Assert.Equal($"it needs {path}, which was not found", LoaderFault.Describe(error));
    }

    [Fact]
    public void A_version_that_the_system_lacks_is_named() =>
        Assert.Equal(
            "the system's libstdc++.so.6 lacks version GLIBCXX_3.4.32",
            LoaderFault.Describe(
                new DllNotFoundException("Unable.\n/lib/libstdc++.so.6: version `GLIBCXX_3.4.32' not found (required by /x/libA.so)")
            )
        );
}
