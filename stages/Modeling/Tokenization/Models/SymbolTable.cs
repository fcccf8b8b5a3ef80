using System.Text;

namespace Pipeline.Modeling.Tokenization.Models;

/// <summary>Ids of the tokens that are one character.</summary>
internal sealed class SymbolTable
{
    /// <summary>The id of a character that is no token.</summary>
    public const int None = -1;

    private readonly int[] _basic = new int[char.MaxValue + 1];
    private readonly Dictionary<int, int> _astral = [];

    public SymbolTable(Vocabulary vocabulary)
    {
        Array.Fill(_basic, None);
        foreach (var (token, id) in vocabulary.Entries)
        {
            if (token.Length == 1)
            {
                _basic[token[0]] = id;
            }
            else if (token.Length == 2 && Rune.TryGetRuneAt(token, 0, out var rune) && rune.Utf16SequenceLength == 2)
            {
                _astral[rune.Value] = id;
            }
        }
    }

    public int Find(char character) => _basic[character];

    public int Find(Rune rune) => rune.IsBmp ? _basic[rune.Value] : _astral.GetValueOrDefault(rune.Value, None);
}
