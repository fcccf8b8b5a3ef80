using System.IO.MemoryMappedFiles;
using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;
using Pipeline.Modeling.Native;
using TorchSharp;

namespace Pipeline.Modeling.Weights;

/// <summary>
/// A file in memory without a copy: tensors look straight into it, pages come in when they are first read, and what is written to a tensor
/// stays private to the process. The mapping lives as long as the longest-lived of its owner and its tensors.
/// </summary>
internal sealed unsafe partial class MappedFile : IDisposable
{
    private static readonly Lock _gate = new();
    private static readonly Dictionary<nint, (MappedFile File, int Tensors)> _byAddress = [];
    private static readonly Deleter _released = Released;

    private readonly MemoryMappedFile _map;
    private readonly MemoryMappedViewAccessor _view;
    private readonly byte* _start;
    private readonly long _length;
    private int _holders = 1;

    /// <summary>Maps a whole file, which must not be empty.</summary>
    public MappedFile(SafeFileHandle handle)
    {
        _map = MemoryMappedFile.CreateFromFile(
            handle,
            null,
            0,
            MemoryMappedFileAccess.CopyOnWrite,
            HandleInheritability.None,
            leaveOpen: true
        );
        _view = _map.CreateViewAccessor(0, 0, MemoryMappedFileAccess.CopyOnWrite);
        _view.SafeMemoryMappedViewHandle.AcquirePointer(ref _start);
        _length = RandomAccess.GetLength(handle);
    }

    [UnmanagedFunctionPointer(CallingConvention.Cdecl)]
    private delegate void Deleter(nint address);

    /// <summary>Whether a tensor of the entry's type may start where it lies: processors want elements at multiples of their
    /// size.</summary>
    public static bool IsAligned(TensorEntry entry) => entry.Offset % entry.Type.ElementSize() == 0;

    /// <summary>A tensor over the entry's bytes, which must be aligned and not empty.</summary>
    /// <exception cref="InvalidDataException">The file has become shorter since its header was read.</exception>
    public torch.Tensor View(TensorEntry entry)
    {
        if (entry.Offset < 0 || entry.Bytes < 1 || entry.Offset > _length - entry.Bytes)
        {
            throw new InvalidDataException(
                $"Tensor '{entry.Name}' lies at {entry.Offset} to {entry.Offset + entry.Bytes} of a file of {_length} bytes."
            );
        }

        NativeTorch.Load();
        var address = (nint)(_start + entry.Offset);
        lock (_gate)
        {
            _byAddress[address] = (this, _byAddress.GetValueOrDefault(address).Tensors + 1);
            _holders++;
        }

        var shape = entry.Shape.ToArray();
        fixed (long* sizes = shape)
        {
            var tensor = NewTensor(
                address,
                _released,
                (nint)sizes,
                shape.Length,
                (sbyte)entry.Type,
                (sbyte)entry.Type,
                (int)DeviceType.CPU,
                -1,
                requiresGrad: false
            );
            if (tensor == 0)
            {
                Released(address);
                throw new InvalidDataException($"Tensor '{entry.Name}' of shape [{string.Join(", ", entry.Shape)}] cannot be made.");
            }

            return torch.Tensor.UnsafeCreateTensor(tensor);
        }
    }

    /// <inheritdoc />
    public void Dispose()
    {
        lock (_gate)
        {
            Leave();
        }
    }

    /// <summary>Called by libtorch, from any thread, when the last tensor over an address is gone.</summary>
    private static void Released(nint address)
    {
        lock (_gate)
        {
            var (file, tensors) = _byAddress[address];
            if (tensors == 1)
            {
                _byAddress.Remove(address);
            }
            else
            {
                _byAddress[address] = (file, tensors - 1);
            }

            file.Leave();
        }
    }

    private void Leave()
    {
        if (--_holders == 0)
        {
            _view.SafeMemoryMappedViewHandle.ReleasePointer();
            _view.Dispose();
            _map.Dispose();
        }
    }

    [LibraryImport("LibTorchSharp", EntryPoint = "THSTensor_new")]
    private static partial nint NewTensor(
        nint data,
        Deleter deleter,
        nint sizes,
        int dimensions,
        sbyte type,
        sbyte dtype,
        int deviceType,
        int deviceIndex,
        [MarshalAs(UnmanagedType.U1)] bool requiresGrad
    );
}
