using System.Runtime.InteropServices;
using Pipeline.Engine.Caching;
using Pipeline.Engine.Stages;
using Pipeline.Modeling.Models;
using Pipeline.Modeling.Tokenization;
using TorchSharp;
using static TorchSharp.torch;

namespace Pipeline.Stages.Attribution.Embed;

/// <summary>
/// The open embedding. Texts go through the model in batches cut by content, and the vectors of a batch are remembered together: a row that
/// is inserted changes one batch, and no vector ever depends on how far an interrupted run had come.
/// </summary>
internal sealed class HiddenStateEmbedding(HiddenStateOptions options, CausalLanguageModel model, ITokenizer tokenizer, string identity)
    : IPartTransform<EmbeddingRow>
{
    public async ValueTask<IReadOnlyList<EmbeddingRow>> TransformAsync(
        PartInputs inputs,
        PartContext context,
        CancellationToken cancellation
    )
    {
        var texts = await SearchedText.ReadAsync(inputs, options.Rows, cancellation).ConfigureAwait(false);
        return Embed(texts, context.Stage, cancellation);
    }

    public void Dispose() => model.Dispose();

    private List<EmbeddingRow> Embed(IReadOnlyList<SearchedText> texts, StageContext context, CancellationToken cancellation)
    {
        var rows = new List<EmbeddingRow>(texts.Count);
        foreach (var batch in Batches(texts))
        {
            cancellation.ThrowIfCancellationRequested();
            var tokens = batch.Select(text => tokenizer.Encode(text.Text).Take(options.MaxLength).ToArray()).ToList();
            var request = Digest.OfLines(tokens.Select(ids => string.Join(' ', ids)).Prepend($"{identity} {options.MaxLength}"));
            if (!context.Memo.TryGet(request, out var reply))
            {
                reply = MemoryMarshal.AsBytes<float>(Vectors(tokens)).ToArray();
                context.Memo.Put(request, reply);
            }

            var vectors = MemoryMarshal.Cast<byte, float>(reply).ToArray();
            var width = model.Configuration.HiddenSize;
            rows.AddRange(
                batch.Select(
                    (text, i) =>
                        new EmbeddingRow
                        {
                            InstanceId = text.InstanceId,
                            Vector = vectors[(i * width)..((i + 1) * width)],
                            Turn = text.Turn,
                        }
                )
            );
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

    private float[] Vectors(List<int[]> tokens)
    {
        using var quiet = no_grad();
        using var scope = NewDisposeScope();
        var length = Math.Max(1, tokens.Max(ids => ids.Length));
        var weights = new float[checked(tokens.Count * length)];
        for (var row = 0; row < tokens.Count; row++)
        {
            for (var t = 0; t < tokens[row].Length; t++)
            {
                weights[(row * length) + t] = 1f / tokens[row].Length;
            }
        }

        var hidden = model.Hidden(tokens).to(ScalarType.Float32).cpu();
        var mean = (hidden * tensor(weights).view(tokens.Count, length, 1)).sum(1);

#pragma warning disable RS0030 // Disposed after the call.
        using Scalar least = 1e-12;
#pragma warning restore RS0030
        return [.. (mean / mean.norm(1, true).clamp_min(least)).reshape(-1).data<float>()];
    }
}
