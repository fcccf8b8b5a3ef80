using Microsoft.Win32.SafeHandles;

namespace Pipeline.Modeling.Native.Faiss;

/// <summary>An index of FAISS, in native memory; freed once, when nobody uses it any more.</summary>
internal sealed class FaissHandle : SafeHandleZeroOrMinusOneIsInvalid
{
    /// <summary>A handle that the native side fills in.</summary>
    public FaissHandle()
        : base(ownsHandle: true) { }

    /// <inheritdoc />
    protected override bool ReleaseHandle()
    {
        NativeFaiss.Free(handle);
        return true;
    }
}
