using System.Text;
using System.Text.RegularExpressions;
using Microsoft.ML.Tokenizers;

namespace Pipeline.Modeling.Tokenization;

/// <summary>Byte-level BPE on Microsoft.ML.Tokenizers, which is exact for it; decoding is ours, so that it can leave special tokens out.</summary>
internal sealed class ByteLevelTokenizer : ITokenizer
{
    private readonly BpeTokenizer _bpe;
    private readonly Dictionary<string, int> _ids;
    private readonly Dictionary<int, string> _tokens;
    private readonly HashSet<int> _special;

    public ByteLevelTokenizer(TokenizerParts parts)
    {
        _ids = new Dictionary<string, int>(parts.Vocabulary, StringComparer.Ordinal);
        foreach (var (token, id) in parts.SpecialTokens)
        {
            _ids[token] = id;
        }

        _tokens = _ids.ToDictionary(entry => entry.Value, entry => entry.Key);
        _special = [.. parts.SpecialTokens.Values];
        VocabularySize = _tokens.Keys.Max() + 1;
        BeginOfText = parts.BeginOfText;
        EndOfText = parts.EndOfText;

        // Special tokens are kept from both the model and the pre-tokenizer: what a text spells stays text.
        _bpe = BpeTokenizer.Create(new BpeOptions(parts.Vocabulary)
        {
            Merges = parts.Merges,
            ByteLevel = true,
            PreTokenizer = new RegexPreTokenizer(new Regex(parts.WordPattern, RegexOptions.Compiled), null),
        });
    }

    public int VocabularySize { get; }

    public int? BeginOfText { get; }

    public int EndOfText { get; }

    public IReadOnlyList<int> Encode(string text) => text.Length == 0 ? [] : _bpe.EncodeToIds(text);

    public string Decode(IReadOnlyList<int> ids)
    {
        var bytes = new List<byte>(ids.Count * 4);
        foreach (var id in ids)
        {
            if (!_tokens.TryGetValue(id, out var token))
            {
                throw new ArgumentOutOfRangeException(nameof(ids), id, $"No token has this id; the vocabulary has {VocabularySize}.");
            }

            if (_special.Contains(id))
            {
                continue;
            }

            foreach (var character in token)
            {
                if (ByteAlphabet.TryGetByte(character, out var value))
                {
                    bytes.Add(value);
                }
                else
                {
                    bytes.AddRange(Encoding.UTF8.GetBytes([character]));
                }
            }
        }

        return Encoding.UTF8.GetString([.. bytes]);
    }

    public bool TryGetId(string token, out int id) => _ids.TryGetValue(token, out id);
}
