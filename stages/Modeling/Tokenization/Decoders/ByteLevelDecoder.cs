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
            bytes.AddRange(ByteAlphabet.BytesOf(token));
        }

        return [Encoding.UTF8.GetString([.. bytes])];
    }
}
