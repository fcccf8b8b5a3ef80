namespace Pipeline.Modeling.Tokenization.Decoders;

/// <summary>Replaces a fixed string in every token.</summary>
internal sealed class ReplaceDecoder(string pattern, string content) : IDecoder
{
    public List<string> Decode(List<string> tokens) =>
        tokens.ConvertAll(token => token.Replace(pattern, content, StringComparison.Ordinal));
}
