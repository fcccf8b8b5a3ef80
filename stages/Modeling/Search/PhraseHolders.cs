using System.Buffers;

namespace Pipeline.Modeling.Search;

/// <summary>The rows of an index that hold a phrase.</summary>
public sealed class PhraseHolders
{
    private readonly IndexedRows[] _files;
    private readonly (int First, int End)[] _places;

    internal PhraseHolders(IndexedRows[] files, (int First, int End)[] places)
    {
        (_files, _places) = (files, places);
        for (var i = 0; i < files.Length; i++)
        {
            Places += places[i].End - places[i].First;
            Rows += files[i].Shard.CountRows(places[i]);
        }
    }

    /// <summary>How many distinct rows.</summary>
    public int Rows { get; }

    /// <summary>How often the phrase stands in them; what <see cref="List"/> takes time for.</summary>
    public long Places { get; }

    /// <summary>The rows, 0-based numbers in the order of the dataset.</summary>
    /// <param name="limit">How many of them at most.</param>
    public IReadOnlyList<int> List(int limit = int.MaxValue)
    {
        var rows = new List<int>();
        for (var i = 0; i < _files.Length && rows.Count < limit; i++)
        {
            var (first, end) = _places[i];
            var rented = ArrayPool<int>.Shared.Rent(end - first);
            var found = rented.AsSpan(0, end - first);
            for (var place = first; place < end; place++)
            {
                found[place - first] = _files[i].FirstRow + _files[i].Shard.FindRow(place);
            }

            found.Sort();
            for (var j = 0; j < found.Length && rows.Count < limit; j++)
            {
                if (j == 0 || found[j] != found[j - 1])
                {
                    rows.Add(found[j]);
                }
            }

            ArrayPool<int>.Shared.Return(rented);
        }

        return rows;
    }
}
