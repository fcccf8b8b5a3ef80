using System.Text;

namespace Pipeline.Modeling.Tokenization.Models;

/// <summary>Symbols are UTF-8 bytes.</summary>
internal sealed class ByteLevelEncoder : BpeEncoder
{
    private readonly int[] _ids = new int[256];
    private byte[] _bytes = new byte[192];
    private char[] _characters = [];

    public ByteLevelEncoder(BpeModel model)
        : base(model)
    {
        for (var value = 0; value < _ids.Length; value++)
        {
            _ids[value] = model.Symbols.Find(ByteAlphabet.CharacterOf((byte)value));
        }
    }

    protected override bool TryGetToken(ReadOnlySpan<char> word, out int id)
    {
        var bytes = Bytes(word);
        if (_characters.Length < bytes.Length)
        {
            _characters = new char[_bytes.Length];
        }

        for (var i = 0; i < bytes.Length; i++)
        {
            _characters[i] = ByteAlphabet.CharacterOf(bytes[i]);
        }

        return Model.Vocabulary.Lookup.TryGetValue(_characters.AsSpan(0, bytes.Length), out id);
    }

    protected override void Read(ReadOnlySpan<char> word)
    {
        Span<byte> spelled = stackalloc byte[4];
        foreach (var value in Bytes(word))
        {
            if (_ids[value] >= 0)
            {
                Known(_ids[value]);
            }
            else
            {
                Unknown(spelled[..new Rune(ByteAlphabet.CharacterOf(value)).EncodeToUtf8(spelled)]);
            }
        }
    }

    private ReadOnlySpan<byte> Bytes(ReadOnlySpan<char> word)
    {
        if (_bytes.Length < 3 * word.Length)
        {
            _bytes = new byte[3 * word.Length];
        }

        return _bytes.AsSpan(0, Encoding.UTF8.GetBytes(word, _bytes));
    }
}
