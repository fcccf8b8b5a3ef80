using Pipeline.Modeling.Tokenization;
using Pipeline.Modeling.Training;

namespace Pipeline.Stages.Pretrain;

/// <summary>Texts as one stream of tokens, each ended by the end-of-text token, cut into sequences of one length.</summary>
internal static class PackedSequences
{
    /// <summary>The sequences; a last one that is not full is left out.</summary>
    public static IReadOnlyList<TrainingSequence> Of(ITokenizer tokenizer, IReadOnlyList<string> texts, int length, int workers)
    {
        var end = tokenizer.EndOfText ?? throw new InvalidDataException("The tokenizer has no end-of-text token to pack texts with.");
        var stream = texts.AsParallel().AsOrdered().WithDegreeOfParallelism(workers)
            .SelectMany(text => tokenizer.Encode(text).Append(end)).ToArray();
        var all = Enumerable.Repeat(1, length).ToArray();
        return stream.Chunk(length).Where(chunk => chunk.Length == length)
            .Select((chunk, index) => new TrainingSequence($"sequence {index + 1}", chunk, all)).ToList();
    }
}
