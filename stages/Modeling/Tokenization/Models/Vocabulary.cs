namespace Pipeline.Modeling.Tokenization.Models;

/// <summary>Tokens and their ids, both ways.</summary>
internal sealed class Vocabulary
{
    /// <summary>Ids beyond this are taken for a damaged file: sixteen times the largest published vocabulary.</summary>
    public const int HighestId = (1 << 22) - 1;

    private readonly Dictionary<string, int> _ids = new(StringComparer.Ordinal);
    private string?[] _tokens = [];

    /// <summary>The highest id plus one.</summary>
    public int Size { get; private set; }

    public IEnumerable<KeyValuePair<string, int>> Entries => _ids;

    /// <summary>The ids by spans of characters.</summary>
    public Dictionary<string, int>.AlternateLookup<ReadOnlySpan<char>> Lookup => _ids.GetAlternateLookup<ReadOnlySpan<char>>();

    /// <exception cref="InvalidDataException">The id is out of range, or the token has another id already.</exception>
    public void Add(string token, int id)
    {
        if (id is < 0 or > HighestId)
        {
            throw new InvalidDataException($"token '{token}' has id {id}, expected 0 to {HighestId}");
        }

        if (!_ids.TryAdd(token, id) && _ids[token] != id)
        {
            throw new InvalidDataException($"token '{token}' has two ids, {_ids[token]} and {id}");
        }

        if (id >= _tokens.Length)
        {
            Array.Resize(ref _tokens, Math.Max(id + 1, Math.Min(2 * _tokens.Length, HighestId + 1)));
        }

        _tokens[id] = token;
        Size = Math.Max(Size, id + 1);
    }

    /// <summary>The same tokens, of which some are not found by their text.</summary>
    public Vocabulary Hiding(IReadOnlySet<int> ids)
    {
        var rest = new Vocabulary { _tokens = _tokens, Size = Size };
        foreach (var (token, id) in _ids.Where(entry => !ids.Contains(entry.Value)))
        {
            rest._ids.Add(token, id);
        }

        return rest;
    }

    public bool TryGetId(string token, out int id) => _ids.TryGetValue(token, out id);

    public string? TokenOf(int id) => (uint)id < (uint)Size ? _tokens[id] : null;
}
