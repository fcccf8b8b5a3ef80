using System.Text;

namespace Pipeline.Modeling.Tokenization.Decoders;

/// <summary>Reads tokens as bytes, each by its character of <see cref="ByteAlphabet"/>; a token with any other character is its own
/// text.</summary>
internal sealed class ByteLevelDecoder : IDecoder
{
    public List<string> Decode(List<string> tokens)
    {
        var bytes = new List<byte>(4 * tokens.Count);
        foreach (var token in tokens)
        {
            var begin = bytes.Count;
            foreach (var character in token)
            {
                if (!ByteAlphabet.TryGetByte(character, out var value))
                {
                    bytes.RemoveRange(begin, bytes.Count - begin);
                    bytes.AddRange(Encoding.UTF8.GetBytes(token));
                    break;
                }

                bytes.Add(value);
            }
        }

        return [Encoding.UTF8.GetString([.. bytes])];
    }
}
