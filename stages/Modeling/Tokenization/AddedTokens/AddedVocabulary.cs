using Pipeline.Modeling.Tokenization.Normalizers;

namespace Pipeline.Modeling.Tokenization.AddedTokens;

/// <summary>All added tokens of a tokenizer.</summary>
internal sealed class AddedVocabulary
{
    private readonly Dictionary<string, AddedToken> _byContent = new(StringComparer.Ordinal);
    private readonly Dictionary<int, AddedToken> _byId = [];
    private readonly INormalizer? _normalizer;

    /// <summary>Added tokens; of two of the same content the later counts.</summary>
    /// <param name="tokens">The tokens.</param>
    /// <param name="normalizer">The tokenizer's; null for none.</param>
    /// <param name="hidden">Ids of tokens that are found on demand only, as special ones are; null for none.</param>
    public AddedVocabulary(IEnumerable<AddedToken> tokens, INormalizer? normalizer, IReadOnlySet<int>? hidden = null)
    {
        _normalizer = normalizer;
        foreach (var token in tokens)
        {
            _byContent[token.Content] = token;
            _byId[token.Id] = token;
        }

        Special = [.. _byContent.Values.Where(token => token.IsSpecial).Select(token => token.Content)];
        Raw = new AddedTokenMatcher(_byContent.Where(entry => !entry.Value.IsNormalized), hidden);
        var normalized = new Dictionary<string, AddedToken>(StringComparer.Ordinal);
        foreach (var token in _byContent.Values.Where(token => token.IsNormalized).OrderByDescending(token => token.IsSpecial))
        {
            // Of two that normalization makes the same, the later counts, and special ones come first.
            normalized[TextOf(token)] = token;
        }

        Normalized = new AddedTokenMatcher(normalized.Where(entry => entry.Key.Length > 0), hidden);
    }

    public IEnumerable<AddedToken> Tokens => _byContent.Values;

    /// <summary>Finds the tokens that are looked for in the raw text.</summary>
    public AddedTokenMatcher Raw { get; }

    /// <summary>Finds the tokens that are looked for in the normalized text.</summary>
    public AddedTokenMatcher Normalized { get; }

    /// <summary>The contents of the special tokens.</summary>
    public IReadOnlyCollection<string> Special { get; }

    /// <summary>The same tokens, of which some are found on demand only.</summary>
    public AddedVocabulary Hiding(IReadOnlySet<int> ids) => new(Tokens, _normalizer, ids);

    /// <summary>The same tokens, of which some are special whatever they were marked as.</summary>
    public AddedVocabulary Marking(IReadOnlySet<string> contents) =>
        new(Tokens.Select(token => contents.Contains(token.Content) ? token with { IsSpecial = true } : token), _normalizer);

    /// <summary>What an added token is decoded from: its content, normalized where it is looked for so. Null where the id is
    /// none's.</summary>
    public string? TextOf(int id) => _byId.TryGetValue(id, out var token) ? TextOf(token) : null;

    /// <summary>Whether decoding leaves a token out.</summary>
    public bool IsSpecial(int id) => _byId.TryGetValue(id, out var token) && token.IsSpecial;

    public bool TryGet(int id, out AddedToken token) => _byId.TryGetValue(id, out token!);

    public bool TryGet(string content, out AddedToken token) => _byContent.TryGetValue(content, out token!);

    private string TextOf(AddedToken token) =>
        token.IsNormalized && _normalizer is not null ? _normalizer.Normalize(token.Content, TextPosition.Section) : token.Content;
}
