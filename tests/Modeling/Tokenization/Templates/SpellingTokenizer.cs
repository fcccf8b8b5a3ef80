using System.Text;
using Pipeline.Modeling.Tokenization;

namespace Pipeline.Tests.Modeling.Tokenization.Templates;

/// <summary>A tokenizer whose ids are characters, and numbers beyond Unicode for the special tokens that it is given; what was encoded can
/// be read.</summary>
internal sealed class SpellingTokenizer(string? begin, string? end, params string[] special) : ITokenizer
{
    private const int FirstSpecial = 0x110000;

    private readonly string[] _special = [.. new[] { begin, end }.OfType<string>(), .. special];

    public int VocabularySize => FirstSpecial + _special.Length;

    public int? BeginOfText => begin is null ? null : IdOf(begin);

    public IReadOnlyList<int> TokensBefore => BeginOfText is { } id ? [id] : [];

    public IReadOnlyList<int> TokensAfter => [];

    public int? EndOfText => end is null ? null : IdOf(end);

    public IReadOnlyList<int> EndTokens => EndOfText is { } id ? [id] : [];

    public IReadOnlyCollection<string> SpecialTokens => _special;

    /// <summary>Special tokens that take white space after them along, also where a template calls them <c>{bos}</c> or
    /// <c>{eos}</c>.</summary>
    public HashSet<string> Stripping { get; } = [];

    public int[] Encode(string text, TextPosition position) => [.. text.EnumerateRunes().Select(rune => rune.Value)];

    public int[] Encode(string text, SpecialTokenHandling special) => Encode(text, TextPosition.Beginning);

    public IReadOnlyList<PlacedToken> Place(string text, SpecialTokenHandling? special) => throw new NotSupportedException();

    public string Decode(IReadOnlyList<int> ids) =>
        string.Concat(ids.Select(id => id < FirstSpecial ? new Rune(id).ToString() : $"⟨{_special[id - FirstSpecial]}⟩"));

    public string? TokenOf(int id) => id < FirstSpecial ? new Rune(id).ToString() : _special[id - FirstSpecial];

    public bool TryGetId(string token, out int id) => (id = IdOf(token)) >= FirstSpecial;

    public bool TryGetSpecial(string token, out SpecialToken found)
    {
        var id = IdOf(token);
        found = id < FirstSpecial ? default : SpecialOf(id);
        return id >= FirstSpecial;
    }

    public SpecialToken SpecialOf(int id) => new(id, false, Stripping.Contains(_special[id - FirstSpecial]));

    /// <summary>No text spells a special token here.</summary>
    public ITokenizer Hiding(IReadOnlySet<int> ids) => this;

    /// <summary>A training sequence with its labels in brackets.</summary>
    public string Marked((int[] TokenIds, int[] LossMask) sequence)
    {
        var text = new StringBuilder();
        for (var i = 0; i < sequence.TokenIds.Length; i++)
        {
            var before = i > 0 ? sequence.LossMask[i - 1] : 0;
            text.Append(
                    sequence.LossMask[i] > before ? "[["
                    : sequence.LossMask[i] < before ? "]]"
                    : ""
                )
                .Append(Decode([sequence.TokenIds[i]]));
        }

        return text.Append(sequence.LossMask[^1] == 1 ? "]]" : "").ToString();
    }

    private int IdOf(string token) => Array.IndexOf(_special, token) is >= 0 and var index ? FirstSpecial + index : -1;
}
