using Pipeline.Modeling.Tokenization.Normalizers;

namespace Pipeline.Modeling.Tokenization.AddedTokens;

/// <summary>All added tokens of a tokenizer.</summary>
internal sealed class AddedVocabulary
{
    private readonly Dictionary<string, AddedToken> _byContent = new(StringComparer.Ordinal);
    private readonly Dictionary<int, string> _byId = [];
    private readonly HashSet<string> _special = new(StringComparer.Ordinal);

    /// <summary>Added tokens; of two of the same content the later counts.</summary>
    public AddedVocabulary(IEnumerable<AddedToken> tokens, INormalizer? normalizer)
    {
        foreach (var token in tokens)
        {
            _byContent[token.Content] = token;
            _byId[token.Id] = token.Content;
        }

        _special.UnionWith(_byContent.Values.Where(token => token.IsSpecial).Select(token => token.Content));
        Raw = new AddedTokenMatcher(_byContent.Where(entry => !entry.Value.IsNormalized));
        var normalized = new Dictionary<string, AddedToken>(StringComparer.Ordinal);
        foreach (var token in _byContent.Values.Where(token => token.IsNormalized))
        {
            normalized.TryAdd(normalizer?.Normalize(token.Content, TextPosition.Section) ?? token.Content, token);
        }

        Normalized = new AddedTokenMatcher(normalized.Where(entry => entry.Key.Length > 0));
    }

    public IEnumerable<AddedToken> Tokens => _byContent.Values;

    /// <summary>Finds the tokens that are looked for in the raw text.</summary>
    public AddedTokenMatcher Raw { get; }

    /// <summary>Finds the tokens that are looked for in the normalized text.</summary>
    public AddedTokenMatcher Normalized { get; }

    /// <summary>The contents of the special tokens.</summary>
    public IReadOnlyCollection<string> Special => _special;

    /// <summary>The content of an added token; null where the id is none's.</summary>
    public string? TokenOf(int id) => _byId.GetValueOrDefault(id);

    /// <summary>Whether decoding leaves a token out.</summary>
    public bool IsSpecial(string token) => _special.Contains(token);

    public bool TryGet(string content, out AddedToken token) => _byContent.TryGetValue(content, out token!);
}
