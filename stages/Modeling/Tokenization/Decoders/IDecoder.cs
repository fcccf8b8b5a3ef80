namespace Pipeline.Modeling.Tokenization.Decoders;

/// <summary>One step from tokens to text. Immutable and shared by threads.</summary>
internal interface IDecoder
{
    /// <summary>Tokens rewritten; their concatenation is the text in the end.</summary>
    List<string> Decode(List<string> tokens);
}
