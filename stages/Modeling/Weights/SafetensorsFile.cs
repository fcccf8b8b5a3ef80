using Microsoft.Win32.SafeHandles;
using Pipeline.Modeling.Native;
using TorchSharp;

namespace Pipeline.Modeling.Weights;

/// <summary>
/// One safetensors file. Opening it reads the header only; a tensor is read into memory of its own when it is asked for. Nothing keeps
/// looking into the file: one that another program cuts short while it is mapped would end the process by a signal.
/// </summary>
internal sealed class SafetensorsFile : IDisposable
{
    private const int BufferBytes = 4 << 20;

    private readonly string _path;
    private readonly SafeFileHandle _handle;
    private readonly Dictionary<torch.ScalarType, torch.Tensor> _buffers = [];

    private SafetensorsFile(string path, SafeFileHandle handle, IReadOnlyDictionary<string, TensorEntry> entries)
    {
        _path = path;
        _handle = handle;
        Entries = entries;
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

    /// <summary>A tensor in its type of the file; the caller owns it and may keep it when the file is closed.</summary>
    /// <exception cref="InvalidDataException">There is no tensor of that name, or the file has become shorter.</exception>
    public torch.Tensor Read(string name) => Read(name, Entry(name).Type);

    /// <summary>A tensor in a type; where that is another than the file's, converted piece by piece, so that no second one is in
    /// memory.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="type">The type of its elements.</param>
    /// <param name="cancellation">Stops between two pieces.</param>
    /// <exception cref="InvalidDataException">There is no tensor of that name, or the file has become shorter.</exception>
    public torch.Tensor Read(string name, torch.ScalarType type, CancellationToken cancellation = default)
    {
        var entry = Entry(name);
        NativeTorch.Load();
        using var scope = torch.NewDisposeScope();
        var result = torch.empty(entry.Shape.ToArray(), type);
        using (var flat = result.view(-1))
        {
            if (entry.Type == type)
            {
                Fill(flat, entry, cancellation);
            }
            else
            {
                Convert(flat, entry, cancellation);
            }
        }

        return result.MoveToOuterDisposeScope();
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
        foreach (var buffer in _buffers.Values)
        {
            buffer.Dispose();
        }

        _handle.Dispose();
    }

    private TensorEntry Entry(string name) =>
        Entries.TryGetValue(name, out var entry) ? entry : throw new InvalidDataException($"{_path} has no tensor '{name}'.");

    private void Fill(torch.Tensor flat, TensorEntry entry, CancellationToken cancellation)
    {
        var size = entry.Type.ElementSize();
        for (var at = 0L; at < flat.NumberOfElements; at += BufferBytes / size)
        {
            cancellation.ThrowIfCancellationRequested();
            using var piece = flat.narrow(0, at, Math.Min(BufferBytes / size, flat.NumberOfElements - at));
            ReadBytes(entry.Offset + (at * size), piece.bytes);
        }
    }

    private void Convert(torch.Tensor flat, TensorEntry entry, CancellationToken cancellation)
    {
        var size = entry.Type.ElementSize();
        lock (_buffers)
        {
            var buffer = Buffer(entry.Type, size);
            for (var at = 0L; at < flat.NumberOfElements; at += BufferBytes / size)
            {
                cancellation.ThrowIfCancellationRequested();
                using var piece = buffer.narrow(0, 0, Math.Min(BufferBytes / size, flat.NumberOfElements - at));
                ReadBytes(entry.Offset + (at * size), piece.bytes);
                using var target = flat.narrow(0, at, piece.NumberOfElements);
                target.copy_(piece);
            }
        }
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
