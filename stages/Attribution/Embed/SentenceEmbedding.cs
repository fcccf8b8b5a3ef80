using System.Globalization;
using Pipeline.Engine.Caching;
using Pipeline.Engine.Stages;
using Pipeline.Modeling.Models.Encoders;

namespace Pipeline.Stages.Attribution.Embed;

/// <summary>
/// The open embedding. The texts of a part go through the encoder sorted by their tokens, so that little of a batch is padding, and batches
/// are cut by content: a row that is inserted changes the few batches up to the next cut.
/// </summary>
internal sealed class SentenceEmbedding(SentenceOptions options, SentenceEncoder encoder, string identity, string folder)
    : IPartTransform<EmbeddingRow>
{
    /// <summary>Of the 256 first bytes that a digest may have, those that end a batch: one text in 64.</summary>
    private const int EndingBytes = 4;

    public async ValueTask<IReadOnlyList<EmbeddingRow>> TransformAsync(
        PartInputs inputs,
        PartContext context,
        CancellationToken cancellation
    )
    {
        var texts = await SearchedText.ReadAsync(inputs, options.Rows, options.Text, cancellation).ConfigureAwait(false);
        return Embed(texts, context.Stage, cancellation);
    }

    public void Dispose() => encoder.Dispose();

    /// <summary>The texts in batches, by their places: sorted by length and then by whose they are; a batch ends after a text whose id says
    /// so, or when it is full.</summary>
    internal static IEnumerable<IReadOnlyList<int>> Cut(IReadOnlyList<SearchedText> texts, IReadOnlyList<int[]> tokens, int size)
    {
        var sorted = Enumerable
            .Range(0, texts.Count)
            .OrderBy(place => tokens[place].Length)
            .ThenBy(place => texts[place].InstanceId, StringComparer.Ordinal)
            .ThenBy(place => texts[place].Turn);
        var batch = new List<int>();
        foreach (var place in sorted)
        {
            batch.Add(place);
            if (batch.Count == size || Ends(texts[place].InstanceId))
            {
                yield return batch;
                batch = [];
            }
        }

        if (batch.Count > 0)
        {
            yield return batch;
        }
    }

    private static bool Ends(string id) =>
        byte.Parse(Digest.OfText(id).AsSpan(0, 2), NumberStyles.HexNumber, CultureInfo.InvariantCulture) < EndingBytes;

    private EmbeddingRow[] Embed(IReadOnlyList<SearchedText> texts, StageContext context, CancellationToken cancellation)
    {
        var vectors = new BatchVectors(identity, folder, encoder.Width, tokens => encoder.Embed(tokens, cancellation));
        var tokens = texts.Select(text => encoder.Encode(text.Text)).ToList();
        var (rows, done) = (new EmbeddingRow[texts.Count], 0);
        foreach (var batch in Cut(texts, tokens, options.BatchSize))
        {
            cancellation.ThrowIfCancellationRequested();
            var made = vectors.Embed([.. batch.Select(place => texts[place])], [.. batch.Select(place => tokens[place])], context.Memo);
            foreach (var (place, row) in batch.Zip(made))
            {
                rows[place] = row;
            }

            done += batch.Count;
            context.Progress.Report(new StageProgress(done, texts.Count, "texts of this part"));
        }

        return rows;
    }
}
