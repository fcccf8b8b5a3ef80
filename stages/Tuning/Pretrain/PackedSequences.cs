using Pipeline.Engine.Stages;
using Pipeline.Modeling.Tokenization;
using Pipeline.Modeling.Training;

namespace Pipeline.Stages.Tuning.Pretrain;

/// <summary>
/// Texts as one stream of tokens with an end-of-text token before the first and after each, cut into sequences of one length. The token
/// thus also begins every text, as the tokenizer's post-processor says it does.
/// </summary>
internal static class PackedSequences
{
    /// <summary>The sequences; a last one that is not full is left out.</summary>
    /// <param name="tokenizer">Its end-of-text token is <paramref name="border"/>.</param>
    /// <param name="texts">The texts.</param>
    /// <param name="border">Id of the end-of-text token.</param>
    /// <param name="length">Tokens in a sequence.</param>
    /// <param name="workers">Threads to use; changes no result.</param>
    /// <param name="cancellation">Looked at before every text.</param>
    /// <exception cref="InvalidDataException">The texts do not fill one sequence.</exception>
    public static async Task<IReadOnlyList<TrainingSequence>> OfAsync(
        ITokenizer tokenizer,
        IReadOnlyList<string> texts,
        int border,
        int length,
        int workers,
        CancellationToken cancellation
    )
    {
        var encoded = await OrderedRows.TransformAsync(texts, text => tokenizer.Encode(text), workers, cancellation).ConfigureAwait(false);
        var stream = encoded.SelectMany(tokens => tokens.Append(border)).ToList();
        var all = Enumerable.Repeat(1, length).ToArray();
        var sequences = stream
            .Prepend(border)
            .Chunk(length)
            .Where(chunk => chunk.Length == length)
            .Select((chunk, index) => new TrainingSequence($"sequence {index + 1}", chunk, all))
            .ToList();
        return sequences.Count > 0
            ? sequences
            : throw new InvalidDataException(
                $"{texts.Count} texts give {stream.Count} tokens, fewer than one sequence of {length}; give more text or a smaller "
                    + "context_length."
            );
    }
}
