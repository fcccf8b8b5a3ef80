using System.Runtime.InteropServices;
using Pipeline.Engine;
using Pipeline.Engine.Caching;

namespace Pipeline.Stages.Attribution.Embed;

/// <summary>
/// The vectors of a model, batch by batch. Those of a batch are remembered together, so that no vector ever depends on how far an
/// interrupted run had come.
/// </summary>
/// <param name="identity">Everything that a vector depends on beside the batch's tokens.</param>
/// <param name="folder">The model's folder, for messages.</param>
/// <param name="width">Dimensions of a vector.</param>
/// <param name="embed">Makes the vectors of texts' token ids, one after the other.</param>
internal sealed class BatchVectors(string identity, string folder, int width, Func<IReadOnlyList<int[]>, float[]> embed)
{
    /// <summary>The rows of one batch, in its order.</summary>
    /// <param name="texts">The texts.</param>
    /// <param name="tokens">Their token ids.</param>
    /// <param name="memo">Vectors that were made before.</param>
    /// <exception cref="InputException">A vector holds what is no number.</exception>
    public IEnumerable<EmbeddingRow> Embed(IReadOnlyList<SearchedText> texts, IReadOnlyList<int[]> tokens, IMemo memo)
    {
        var request = Digest.OfLines(tokens.Select(ids => string.Join(' ', ids)).Prepend(identity));
        if (!memo.TryGet(request, out var reply))
        {
            var made = embed(tokens);
            RequireNumbers(texts, made);
            reply = MemoryMarshal.AsBytes<float>(made).ToArray();
            memo.Put(request, reply);
        }

        var vectors = MemoryMarshal.Cast<byte, float>(reply).ToArray();
        return texts.Select(
            (text, i) =>
                new EmbeddingRow
                {
                    InstanceId = text.InstanceId,
                    Vector = vectors[(i * width)..((i + 1) * width)],
                    Turn = text.Turn,
                }
        );
    }

    private void RequireNumbers(IReadOnlyList<SearchedText> texts, ReadOnlySpan<float> vectors)
    {
        for (var i = 0; i < vectors.Length; i++)
        {
            if (!float.IsFinite(vectors[i]))
            {
                var text = texts[i / width];
                throw new InputException(
                    $"{folder} gives the text of row {text.InstanceId}, turn {text.Turn}, a vector with {vectors[i]} in dimension "
                        + $"{(i % width) + 1}, expected numbers: its weights are damaged, or too large for the precision they are computed in."
                );
            }
        }
    }
}
