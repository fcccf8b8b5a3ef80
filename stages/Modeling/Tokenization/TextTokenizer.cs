namespace Pipeline.Modeling.Tokenization;

/// <summary>A tokenizer put together from its parts.</summary>
internal sealed class TextTokenizer : ITokenizer
{
    private readonly TokenizerParts _parts;
    private readonly HashSet<int> _hidden;
    private readonly TextEncoder _own;
    private readonly Lazy<TextEncoder> _outside;

    /// <param name="parts">The parts.</param>
    /// <param name="endTokens">The tokens that end what the model writes; the first ends a text.</param>
    public TextTokenizer(TokenizerParts parts, IReadOnlyList<int> endTokens)
        : this(parts, endTokens, []) { }

    private TextTokenizer(TokenizerParts parts, IReadOnlyList<int> endTokens, IEnumerable<int> hidden)
    {
        _parts = parts;
        EndTokens = endTokens;
        VocabularySize = parts.Added.Tokens.Select(token => token.Id + 1).Append(parts.Vocabulary.Size).Max();
        _hidden = parts
            .Added.Tokens.Where(token => token.IsSpecial)
            .Select(token => token.Id)
            .Concat(new[] { BeginOfText, EndOfText }.OfType<int>())
            .Concat(endTokens.Where(id => parts.Added.TryGet(id, out _)))
            .Concat(hidden)
            .ToHashSet();
        _own = new TextEncoder(parts);
        _outside = new Lazy<TextEncoder>(() => new TextEncoder(parts.Hiding(_hidden)));
    }

    public int VocabularySize { get; }

    public int? BeginOfText => _parts.Surrounding.Before.Count > 0 ? _parts.Surrounding.Before[0] : null;

    public IReadOnlyList<int> TokensBefore => _parts.Surrounding.Before;

    public IReadOnlyList<int> TokensAfter => _parts.Surrounding.After;

    public int? EndOfText => EndTokens.Count > 0 ? EndTokens[0] : null;

    public IReadOnlyList<int> EndTokens { get; }

    public IReadOnlyCollection<string> SpecialTokens => _parts.Added.Special;

    public int[] Encode(string text, TextPosition position = TextPosition.Beginning) => _outside.Value.Encode(text, parse: false, position);

    public int[] Encode(string text, SpecialTokenHandling special)
    {
        var ids = _own.Encode(text, special.HasFlag(SpecialTokenHandling.Parse), TextPosition.Beginning);
        return special.HasFlag(SpecialTokenHandling.Add) ? [.. _parts.Surrounding.Before, .. ids, .. _parts.Surrounding.After] : ids;
    }

    public IReadOnlyList<PlacedToken> Place(string text, SpecialTokenHandling? special = null)
    {
        if (special is not { } handling)
        {
            return _outside.Value.Place(text, parse: false);
        }

        var tokens = _own.Place(text, handling.HasFlag(SpecialTokenHandling.Parse));
        return handling.HasFlag(SpecialTokenHandling.Add)
            ?
            [
                .. _parts.Surrounding.Before.Select(id => new PlacedToken(id, 0, 0)),
                .. tokens,
                .. _parts.Surrounding.After.Select(id => new PlacedToken(id, text.Length, text.Length)),
            ]
            : tokens;
    }

    public ITokenizer Hiding(IReadOnlySet<int> ids) => new TextTokenizer(_parts, EndTokens, [.. _hidden, .. ids]);

    public string Decode(IReadOnlyList<int> ids)
    {
        var tokens = new List<string>(ids.Count);
        foreach (var id in ids)
        {
            if (id < 0 || id >= VocabularySize)
            {
                throw new ArgumentOutOfRangeException(nameof(ids), id, $"No token has this id; the vocabulary has {VocabularySize}.");
            }

            if (!_parts.Added.IsSpecial(id) && (_parts.Added.TextOf(id) ?? _parts.Vocabulary.TokenOf(id)) is { } token)
            {
                tokens.Add(token);
            }
        }

        return string.Concat(_parts.Decoder.Decode(tokens));
    }

    public string? TokenOf(int id) => _parts.Added.TryGet(id, out var added) ? added.Content : _parts.Vocabulary.TokenOf(id);

    public bool TryGetId(string token, out int id)
    {
        if (_parts.Added.TryGet(token, out var added))
        {
            id = added.Id;
            return true;
        }

        return _parts.Vocabulary.TryGetId(token, out id);
    }

    public bool TryGetSpecial(string token, out SpecialToken special)
    {
        var found = _parts.Added.TryGet(token, out var added);
        special = found ? SpecialOf(added.Id) : default;
        return found;
    }

    public SpecialToken SpecialOf(int id) =>
        _parts.Added.TryGet(id, out var added)
            ? new SpecialToken(id, added.StripsLeft, added.StripsRight)
            : new SpecialToken(id, false, false);
}
