using System.IO.MemoryMappedFiles;
using Pipeline.Modeling.Native;
using TorchSharp;

namespace Pipeline.Modeling.Weights;

/// <summary>One safetensors file, mapped into memory: a tensor's bytes are read when it is asked for.</summary>
public sealed class SafetensorsFile : IDisposable
{
    private readonly string _path;
    private readonly MemoryMappedFile _map;
    private readonly MemoryMappedViewAccessor _view;

    private SafetensorsFile(string path, IReadOnlyDictionary<string, TensorEntry> entries)
    {
        _path = path;
        Entries = entries;
        _map = MemoryMappedFile.CreateFromFile(path, FileMode.Open, null, 0, MemoryMappedFileAccess.Read);
        _view = _map.CreateViewAccessor(0, 0, MemoryMappedFileAccess.Read);
    }

    /// <summary>The tensors by name.</summary>
    public IReadOnlyDictionary<string, TensorEntry> Entries { get; }

    /// <summary>Opens a file after checking its header.</summary>
    /// <exception cref="InvalidDataException">The header lies about the file.</exception>
    public static SafetensorsFile Open(string path) => new(path, SafetensorsHeader.Read(path));

    /// <summary>A tensor in its type of the file; the caller owns it.</summary>
    /// <exception cref="InvalidDataException">There is no tensor of that name.</exception>
    public unsafe torch.Tensor Read(string name)
    {
        if (!Entries.TryGetValue(name, out var entry))
        {
            throw new InvalidDataException($"{_path} has no tensor '{name}'.");
        }

        NativeTorch.Load();
        var tensor = torch.empty(entry.Shape.ToArray(), entry.Type);
        byte* start = null;
        _view.SafeMemoryMappedViewHandle.AcquirePointer(ref start);
        try
        {
            tensor.bytes = new Span<byte>(start + entry.Offset, checked((int)entry.Bytes));
        }
        finally
        {
            _view.SafeMemoryMappedViewHandle.ReleasePointer();
        }

        return tensor;
    }

    /// <inheritdoc />
    public void Dispose()
    {
        _view.Dispose();
        _map.Dispose();
    }
}
