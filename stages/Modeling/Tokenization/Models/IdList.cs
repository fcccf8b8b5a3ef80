namespace Pipeline.Modeling.Tokenization.Models;

/// <summary>A growing list of ids that is reused.</summary>
internal sealed class IdList
{
    private int[] _ids = new int[256];

    public int Count { get; private set; }

    public ReadOnlySpan<int> Span => _ids.AsSpan(0, Count);

    public void Clear() => Count = 0;

    /// <summary>Drops the ids from a place on.</summary>
    public void Truncate(int count) => Count = count;

    public void Add(int id)
    {
        if (Count == _ids.Length)
        {
            Array.Resize(ref _ids, 2 * Count);
        }

        _ids[Count++] = id;
    }

    public void AddRange(ReadOnlySpan<int> ids)
    {
        if (Count + ids.Length > _ids.Length)
        {
            Array.Resize(ref _ids, Math.Max(2 * _ids.Length, Count + ids.Length));
        }

        ids.CopyTo(_ids.AsSpan(Count));
        Count += ids.Length;
    }
}
