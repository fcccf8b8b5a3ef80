namespace Pipeline.Modeling.Decoding.Vectors;

/// <summary>
/// A hold on a model's packed weights. Whoever holds the same model at the same time shares one copy: a base model and any number of
/// adapters for it, in whichever stages. The weights are freed when the last hold ends.
/// </summary>
internal sealed class SharedVectorModel : IDisposable
{
    private static readonly Dictionary<string, Entry> _held = new(StringComparer.Ordinal);

    private readonly string _digest;
    private Entry? _entry;

    private SharedVectorModel(string digest, Entry entry) => (_digest, _entry) = (digest, entry);

    /// <summary>The weights.</summary>
    public VectorModel Model => (_entry ?? throw new ObjectDisposedException(nameof(SharedVectorModel))).Model!;

    /// <summary>Holds the model in a folder.</summary>
    /// <param name="folder">The folder.</param>
    /// <param name="digest">What is in it: equal digests are one model.</param>
    /// <param name="cancellation">Stops the reading, between two pieces of a file; another who holds the model then reads it for
    /// himself.</param>
    /// <exception cref="InvalidDataException">The folder holds no model, or one that is damaged.</exception>
    public static SharedVectorModel Hold(string folder, string digest, CancellationToken cancellation = default)
    {
        Entry entry;
        lock (_held)
        {
            if (!_held.TryGetValue(digest, out entry!))
            {
                _held[digest] = entry = new Entry();
            }

            entry.Holds++;
        }

        var hold = new SharedVectorModel(digest, entry);
        try
        {
            entry.Load(folder, cancellation);
            return hold;
        }
        catch
        {
            hold.Dispose();
            throw;
        }
    }

    /// <inheritdoc />
    public void Dispose()
    {
        lock (_held)
        {
            if (_entry is { } entry && --entry.Holds == 0)
            {
                _held.Remove(_digest);
                entry.Model?.Dispose();
            }

            _entry = null;
        }
    }

    private sealed class Entry
    {
        private readonly Lock _reading = new();

        public VectorModel? Model { get; private set; }

        public int Holds { get; set; }

        public void Load(string folder, CancellationToken cancellation)
        {
            lock (_reading)
            {
                Model ??= VectorModel.Load(folder, cancellation);
            }
        }
    }
}
