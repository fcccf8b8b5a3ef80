namespace Pipeline.Modeling.Tokenization.Decoders;

/// <summary>What is done where a file names no decoder: tokens are joined by spaces.</summary>
internal sealed class SpaceDecoder : IDecoder
{
    public List<string> Decode(List<string> tokens) => [string.Join(' ', tokens)];
}
