using Microsoft.Win32.SafeHandles;
using Pipeline.Modeling.Native;
using TorchSharp;

namespace Pipeline.Modeling.Weights;

/// <summary>One safetensors file. Opening it reads the header only; a tensor's bytes come in when they are used.</summary>
internal sealed class SafetensorsFile : IDisposable
{
    private const int BufferBytes = 4 << 20;

    private readonly string _path;
    private readonly SafeFileHandle _handle;
    private readonly Lazy<MappedFile> _map;
    private readonly Dictionary<torch.ScalarType, torch.Tensor> _buffers = [];

    private SafetensorsFile(string path, SafeFileHandle handle, IReadOnlyDictionary<string, TensorEntry> entries)
    {
        _path = path;
        _handle = handle;
        Entries = entries;
        _map = new Lazy<MappedFile>(() => new MappedFile(handle));
    }

    /// <summary>The tensors by name.</summary>
    public IReadOnlyDictionary<string, TensorEntry> Entries { get; }

    /// <summary>Opens a file after checking its header.</summary>
    /// <exception cref="InvalidDataException">It is missing, or the header lies about the file.</exception>
    public static SafetensorsFile Open(string path)
    {
        if (!File.Exists(path))
        {
            throw new InvalidDataException($"{path} is missing.");
        }

        var handle = ModelFile.OpenHandle(path);
        try
        {
            return new SafetensorsFile(path, handle, SafetensorsHeader.Read(path, handle));
        }
        catch
        {
            handle.Dispose();
            throw;
        }
    }

    /// <summary>
    /// A tensor in its type of the file, without a copy where that can be; the caller owns it and may keep it when the file is closed.
    /// Writing to it leaves the file as it is.
    /// </summary>
    /// <exception cref="InvalidDataException">There is no tensor of that name.</exception>
    public torch.Tensor Read(string name) => Read(name, Entry(name).Type);

    /// <summary>A tensor in a type: without a copy where it is that of the file, else converted piece by piece, so that no second one is in
    /// memory.</summary>
    /// <exception cref="InvalidDataException">There is no tensor of that name.</exception>
    public torch.Tensor Read(string name, torch.ScalarType type)
    {
        var entry = Entry(name);
        NativeTorch.Load();
        return entry.Bytes > 0 && entry.Type == type && MappedFile.IsAligned(entry) ? _map.Value.View(entry) : Converted(entry, type);
    }

    /// <summary>Whether a tensor here and one there have the same type, shape and bytes.</summary>
    public bool IsSame(string name, SafetensorsFile other, string otherName)
    {
        var (mine, theirs) = (Entry(name), other.Entry(otherName));
        if (mine.Type != theirs.Type || !mine.Shape.SequenceEqual(theirs.Shape))
        {
            return false;
        }

        var (left, right) = (new byte[Math.Min(BufferBytes, mine.Bytes)], new byte[Math.Min(BufferBytes, mine.Bytes)]);
        for (var at = 0L; at < mine.Bytes; at += left.Length)
        {
            var count = (int)Math.Min(left.Length, mine.Bytes - at);
            ReadBytes(mine.Offset + at, left.AsSpan(0, count));
            other.ReadBytes(theirs.Offset + at, right.AsSpan(0, count));
            if (!left.AsSpan(0, count).SequenceEqual(right.AsSpan(0, count)))
            {
                return false;
            }
        }

        return true;
    }

    /// <inheritdoc />
    public void Dispose()
    {
        if (_map.IsValueCreated)
        {
            _map.Value.Dispose();
        }

        foreach (var buffer in _buffers.Values)
        {
            buffer.Dispose();
        }

        _handle.Dispose();
    }

    private TensorEntry Entry(string name) =>
        Entries.TryGetValue(name, out var entry) ? entry : throw new InvalidDataException($"{_path} has no tensor '{name}'.");

    private torch.Tensor Converted(TensorEntry entry, torch.ScalarType type)
    {
        using var scope = torch.NewDisposeScope();
        var result = torch.empty(entry.Shape.ToArray(), type);
        var flat = result.view(-1);
        var size = entry.Type.ElementSize();
        var (at, elements) = (0L, entry.Bytes / size);
        lock (_buffers)
        {
            var buffer = Buffer(entry.Type, size);
            while (at < elements)
            {
                using var piece = buffer.narrow(0, 0, Math.Min(BufferBytes / size, elements - at));
                ReadBytes(entry.Offset + (at * size), piece.bytes);
                using var target = flat.narrow(0, at, piece.NumberOfElements);
                target.copy_(piece);
                at += piece.NumberOfElements;
            }
        }

        return result.MoveToOuterDisposeScope();
    }

    /// <summary>One buffer serves all tensors: allocated between them, it would leave holes in the heap that no tensor fits.</summary>
    private torch.Tensor Buffer(torch.ScalarType type, int size)
    {
        if (!_buffers.TryGetValue(type, out var buffer))
        {
            _buffers.Add(type, buffer = torch.empty(BufferBytes / size, type).DetachFromDisposeScope());
        }

        return buffer;
    }

    private void ReadBytes(long offset, Span<byte> target) => FileBytes.Fill(_path, _handle, offset, target);
}
