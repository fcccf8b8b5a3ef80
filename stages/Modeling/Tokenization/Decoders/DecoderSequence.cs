namespace Pipeline.Modeling.Tokenization.Decoders;

/// <summary>Several steps, one after the other.</summary>
internal sealed class DecoderSequence(IReadOnlyList<IDecoder> steps) : IDecoder
{
    public List<string> Decode(List<string> tokens) => steps.Aggregate(tokens, (current, step) => step.Decode(current));
}
