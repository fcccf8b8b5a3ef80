namespace Pipeline.Modeling.Tokenization.Models;

/// <summary>Byte-pair encoding (Sennrich et al. 2016) over bytes or over characters.</summary>
internal sealed class BpeModel : ITokenModel
{
    private readonly IReadOnlyCollection<Merge> _merges;

    public BpeModel(Vocabulary vocabulary, IReadOnlyCollection<Merge> merges, UnknownToken unknown, bool isByteLevel, bool ignoreMerges)
    {
        _merges = merges;
        Vocabulary = vocabulary;
        Unknown = unknown;
        IsByteLevel = isByteLevel;
        IgnoreMerges = ignoreMerges;
        Merges = new MergeTable(merges);
        Symbols = new SymbolTable(vocabulary);
        Cuts = isByteLevel || ignoreMerges ? null : WordCuts.Build(vocabulary, merges, Symbols, unknown);
    }

    public Vocabulary Vocabulary { get; }

    public UnknownToken Unknown { get; }

    /// <summary>Whether words are read as UTF-8 bytes, each written by its character of <see cref="ByteAlphabet"/>.</summary>
    public bool IsByteLevel { get; }

    /// <summary>Whether a word that is a token is that token, whatever the merges say (Llama 3).</summary>
    public bool IgnoreMerges { get; }

    public MergeTable Merges { get; }

    public SymbolTable Symbols { get; }

    /// <summary>Where a text may be cut into words without changing what merges; null where words are looked up whole or cut by a
    /// pattern.</summary>
    public WordCuts? Cuts { get; }

    public IWordEncoder NewEncoder() => IsByteLevel ? new ByteLevelEncoder(this) : new CharacterEncoder(this);

    public byte[]? Spell(int id, bool begins) =>
        IsByteLevel && id != Unknown.Id ? ByteAlphabet.BytesOf(Vocabulary.TokenOf(id)!) : Unknown.Spell(id, Vocabulary);

    /// <summary>A byte's own token is never hidden, for nothing else could stand for the byte.</summary>
    public ITokenModel Hiding(IReadOnlySet<int> ids)
    {
        var hidden = Vocabulary
            .Entries.Where(entry => ids.Contains(entry.Value) && !(IsByteLevel && entry.Key.Length == 1))
            .Select(entry => entry.Value)
            .ToHashSet();
        return Writes(hidden)
            ? new BpeModel(
                Vocabulary.Hiding(hidden),
                _merges.Where(merge => !hidden.Contains(merge.Result)).ToList(),
                Unknown,
                IsByteLevel,
                IgnoreMerges
            )
            : this;
    }

    /// <summary>Whether a text can become one of these tokens: as one character, by a merge, or as a whole word.</summary>
    private bool Writes(HashSet<int> ids) =>
        _merges.Any(merge => ids.Contains(merge.Result))
        || ids.Any(id => IgnoreMerges || Vocabulary.TokenOf(id)!.EnumerateRunes().Take(2).Count() == 1);
}
