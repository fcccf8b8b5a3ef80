using System.Text;

namespace Pipeline.Modeling.Tokenization;

/// <summary>GPT-2's one printable character for every byte, by which byte-level vocabularies are written.</summary>
internal static class ByteAlphabet
{
    private static readonly char[] _characters = Make();
    private static readonly Dictionary<char, byte> _bytes = _characters
        .Select((character, value) => (character, (byte)value))
        .ToDictionary();

    /// <summary>The character of a byte.</summary>
    public static char CharacterOf(byte value) => _characters[value];

    /// <summary>The byte of a character; false if the character is none of the 256.</summary>
    public static bool TryGetByte(char character, out byte value) => _bytes.TryGetValue(character, out value);

    /// <summary>What a token of a byte-level vocabulary spells; where it has any other character, its own text.</summary>
    public static byte[] BytesOf(string token)
    {
        var bytes = new byte[token.Length];
        for (var i = 0; i < bytes.Length; i++)
        {
            if (!TryGetByte(token[i], out bytes[i]))
            {
                return Encoding.UTF8.GetBytes(token);
            }
        }

        return bytes;
    }

    /// <summary>Bytes as a byte-level vocabulary writes them.</summary>
    public static string Spell(ReadOnlySpan<byte> bytes)
    {
        Span<char> characters = bytes.Length <= 256 ? stackalloc char[256] : new char[bytes.Length];
        for (var i = 0; i < bytes.Length; i++)
        {
            characters[i] = CharacterOf(bytes[i]);
        }

        return characters[..bytes.Length].ToString();
    }

    private static char[] Make()
    {
        var characters = new char[256];
        var next = 256;
        for (var value = 0; value < characters.Length; value++)
        {
            var printable = value is (>= '!' and <= '~') or (>= 0xA1 and <= 0xAC) or (>= 0xAE and <= 0xFF);
            characters[value] = (char)(printable ? value : next++);
        }

        return characters;
    }
}
