namespace Pipeline.Modeling.Tokenization.Decoders;

/// <summary>Joins all tokens into one, for the steps after it.</summary>
internal sealed class FuseDecoder : IDecoder
{
    public List<string> Decode(List<string> tokens) => [string.Concat(tokens)];
}
