using System.Text;

namespace Pipeline.Modeling.Tokenization.Models;

/// <summary>BERT's WordPiece: from the left, always the longest piece there is.</summary>
internal sealed class WordPieceModel : ITokenModel, IWordEncoder
{
    private readonly Vocabulary _vocabulary;
    private readonly string _continuingPrefix;
    private readonly CharacterTrie _trie = new();
    private readonly int _continued;
    private readonly int _unknown;
    private readonly int _longestWord;

    /// <param name="vocabulary">The pieces.</param>
    /// <param name="continuingPrefix">What is written before a piece that does not begin its word.</param>
    /// <param name="unknown">The token of a word that cannot be spelled.</param>
    /// <param name="longestWord">Words of more characters than this are unknown.</param>
    public WordPieceModel(Vocabulary vocabulary, string continuingPrefix, int unknown, int longestWord)
    {
        (_vocabulary, _continuingPrefix) = (vocabulary, continuingPrefix);
        foreach (var (token, id) in vocabulary.Entries.Where(entry => entry.Key.Length > 0))
        {
            _trie.Add(token, id);
        }

        foreach (var character in continuingPrefix)
        {
            _continued = _continued == CharacterTrie.None ? CharacterTrie.None : _trie.Child(_continued, character);
        }

        _unknown = unknown;
        _longestWord = longestWord;
    }

    /// <summary>It needs no scratch memory, so all threads share it.</summary>
    public IWordEncoder NewEncoder() => this;

    public byte[]? Spell(int id, bool begins)
    {
        var token = _vocabulary.TokenOf(id)!;
        return id == _unknown
            ? null
            : Encoding.UTF8.GetBytes(
                begins || !token.StartsWith(_continuingPrefix, StringComparison.Ordinal) ? token : token[_continuingPrefix.Length..]
            );
    }

    public ITokenModel Hiding(IReadOnlySet<int> ids) =>
        new WordPieceModel(_vocabulary.Hiding(ids), _continuingPrefix, _unknown, _longestWord);

    public void Encode(ReadOnlySpan<char> word, IdList ids)
    {
        var before = ids.Count;
        if (IsTooLong(word) || !TryEncode(word, ids))
        {
            ids.Truncate(before);
            ids.Add(_unknown);
        }
    }

    private bool TryEncode(ReadOnlySpan<char> word, IdList ids)
    {
        for (var start = 0; start < word.Length; )
        {
            var (length, id) = Longest(word[start..], start == 0 ? CharacterTrie.Root : _continued);
            if (length == 0)
            {
                return false;
            }

            ids.Add(id);
            start += length;
        }

        return true;
    }

    private (int Length, int Id) Longest(ReadOnlySpan<char> rest, int node)
    {
        var longest = (Length: 0, Id: CharacterTrie.None);
        for (var i = 0; i < rest.Length && node != CharacterTrie.None; i++)
        {
            node = _trie.Child(node, rest[i]);
            if (node != CharacterTrie.None && _trie.TokenAt(node) is var id and not CharacterTrie.None)
            {
                longest = (i + 1, id);
            }
        }

        return longest;
    }

    private bool IsTooLong(ReadOnlySpan<char> word)
    {
        if (word.Length <= _longestWord)
        {
            return false;
        }

        var characters = 0;
        foreach (var _ in word.EnumerateRunes())
        {
            characters++;
        }

        return characters > _longestWord;
    }
}
