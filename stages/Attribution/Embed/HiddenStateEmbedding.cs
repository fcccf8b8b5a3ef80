using Pipeline.Engine.Caching;
using Pipeline.Engine.Stages;
using Pipeline.Modeling.Models;
using Pipeline.Modeling.Tokenization;
using static TorchSharp.torch;

namespace Pipeline.Stages.Attribution.Embed;

/// <summary>
/// The open embedding. Texts go through the model in batches cut by content: a row that is inserted changes one batch.
/// </summary>
internal sealed class HiddenStateEmbedding(
    HiddenStateOptions options,
    CausalLanguageModel model,
    ITokenizer tokenizer,
    string identity,
    string folder
) : IPartTransform<EmbeddingRow>
{
    public async ValueTask<IReadOnlyList<EmbeddingRow>> TransformAsync(
        PartInputs inputs,
        PartContext context,
        CancellationToken cancellation
    )
    {
        var texts = await SearchedText.ReadAsync(inputs, options.Rows, options.Text, cancellation).ConfigureAwait(false);
        return Embed(texts, context.Stage, cancellation);
    }

    public void Dispose() => model.Dispose();

    private List<EmbeddingRow> Embed(IReadOnlyList<SearchedText> texts, StageContext context, CancellationToken cancellation)
    {
        var vectors = new BatchVectors($"{identity} {options.MaxLength}", folder, model.Configuration.HiddenSize, Vectors);
        var rows = new List<EmbeddingRow>(texts.Count);
        foreach (var batch in Batches(texts))
        {
            cancellation.ThrowIfCancellationRequested();
            var tokens = batch.Select(text => tokenizer.Encode(text.Text).Take(options.MaxLength).ToArray()).ToList();
            rows.AddRange(vectors.Embed(batch, tokens, context.Memo));
            context.Progress.Report(new StageProgress(rows.Count, texts.Count, "texts of this part"));
        }

        return rows;
    }

    /// <summary>Runs of texts; one ends after a text whose id says so, or when it is full.</summary>
    private IEnumerable<IReadOnlyList<SearchedText>> Batches(IReadOnlyList<SearchedText> texts)
    {
        var batch = new List<SearchedText>();
        foreach (var text in texts)
        {
            batch.Add(text);
            if (batch.Count == options.BatchSize || Digest.OfText(text.InstanceId)[0] == '0')
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

    private float[] Vectors(IReadOnlyList<int[]> tokens)
    {
        using var quiet = no_grad();
        using var scope = NewDisposeScope();
        return VectorPooling.Apply(model.Hidden(tokens, null, options.Layer), [.. tokens.Select(ids => ids.Length)], options.Pooling);
    }
}
