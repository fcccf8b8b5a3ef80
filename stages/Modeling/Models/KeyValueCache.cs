using static TorchSharp.torch;

namespace Pipeline.Modeling.Models;

/// <summary>
/// Keys and values of the tokens seen so far, one pair of buffers a layer, in the type and on the device that the first keys come in.
/// </summary>
public sealed class KeyValueCache : IDisposable
{
    private const int FewestTokens = 64;

    private readonly Tensor?[] _keys;
    private readonly Tensor?[] _values;

    /// <summary>An empty cache.</summary>
    /// <param name="configuration">The model's shape.</param>
    /// <param name="capacity">Tokens that fit.</param>
    public KeyValueCache(ModelConfiguration configuration, int capacity)
        : this(configuration.Layers, capacity) { }

    private KeyValueCache(int layers, int capacity)
    {
        _keys = new Tensor?[layers];
        _values = new Tensor?[layers];
        Capacity = capacity;
    }

    /// <summary>Tokens that fit.</summary>
    public int Capacity { get; }

    /// <summary>Tokens held.</summary>
    public int Length { get; private set; }

    /// <summary>The rows of several caches in one, their last tokens in the same column: a row may begin later than others.</summary>
    /// <param name="parts">Caches of the same model, each with the number of its first columns to leave out.</param>
    /// <param name="limit">Tokens that will ever be held. The new one has room for twice what it holds, and no more than that: how long an
    /// answer may become costs nothing before it does.</param>
    /// <exception cref="InvalidDataException">It would hold more than the limit.</exception>
    internal static KeyValueCache Joined(IReadOnlyList<(KeyValueCache Cache, int Dropped)> parts, int limit)
    {
        var length = parts.Max(part => part.Cache.Length - part.Dropped);
        if (length > limit)
        {
            throw new InvalidDataException($"A sequence of {length} tokens is longer than the {limit} tokens that were made room for.");
        }

        var capacity = (int)Math.Min(limit, Math.Max(2L * length, FewestTokens));
        var joined = new KeyValueCache(parts[0].Cache._keys.Length, capacity) { Length = length };
        for (var layer = 0; layer < joined._keys.Length; layer++)
        {
            joined._keys[layer] = joined.Joined(parts.Select(part => (part.Cache._keys[layer]!, part.Dropped, part.Cache.Length)).ToList());
            joined._values[layer] = joined.Joined(
                parts.Select(part => (part.Cache._values[layer]!, part.Dropped, part.Cache.Length)).ToList()
            );
        }

        return joined;
    }

    /// <summary>Keeps only some rows, in the given order: finished rows leave the batch.</summary>
    public void KeepRows(Tensor rows)
    {
        for (var layer = 0; layer < _keys.Length; layer++)
        {
            Replace(_keys, layer, rows);
            Replace(_values, layer, rows);
        }
    }

    /// <inheritdoc />
    public void Dispose()
    {
        foreach (var buffer in _keys.Concat(_values))
        {
            buffer?.Dispose();
        }
    }

    /// <summary>Stores a layer's new keys and values [batch, kv heads, new, head dimension] and returns all of them up to the new
    /// ones.</summary>
    internal (Tensor Keys, Tensor Values) Extend(int layer, Tensor keys, Tensor values)
    {
        var added = keys.shape[2];
        if (Length + added > Capacity)
        {
            throw new InvalidDataException($"A sequence of {Length + added} tokens is longer than the {Capacity} tokens that fit.");
        }

        var (allKeys, allValues) = (_keys[layer] ??= Buffer(keys), _values[layer] ??= Buffer(values));
        allKeys.narrow(2, Length, added).copy_(keys);
        allValues.narrow(2, Length, added).copy_(values);
        return (allKeys.narrow(2, 0, Length + added), allValues.narrow(2, 0, Length + added));
    }

    /// <summary>Counts the tokens that every layer has stored.</summary>
    internal void Advance(int added) => Length += added;

    private static void Replace(Tensor?[] buffers, int layer, Tensor rows)
    {
        if (buffers[layer] is { } buffer)
        {
            buffers[layer] = buffer.index_select(0, rows.to(buffer.device)).DetachFromDisposeScope();
            buffer.Dispose();
        }
    }

    private Tensor Buffer(Tensor first) =>
        zeros([first.shape[0], first.shape[1], Capacity, first.shape[3]], first.dtype, first.device).DetachFromDisposeScope();

    private Tensor Joined(List<(Tensor Buffer, int Dropped, int Length)> parts)
    {
        using var scope = NewDisposeScope();
        var (first, row) = (parts[0].Buffer, 0L);
        var joined = zeros([parts.Sum(part => part.Buffer.shape[0]), first.shape[1], Capacity, first.shape[3]], first.dtype, first.device);
        foreach (var (buffer, dropped, length) in parts)
        {
            var kept = length - dropped;
            joined.narrow(0, row, buffer.shape[0]).narrow(2, Length - kept, kept).copy_(buffer.narrow(2, dropped, kept));
            row += buffer.shape[0];
        }

        return joined.DetachFromDisposeScope();
    }
}
