using Pipeline.Engine.Stages;
using Pipeline.Modeling.Text;

namespace Pipeline.Stages.Attribution.Embed;

/// <summary>The open model-free embedding.</summary>
internal sealed class TfidfEmbedding(TfidfOptions options, TfidfWeights weights) : IPartTransform<EmbeddingRow>
{
    public async ValueTask<IReadOnlyList<EmbeddingRow>> TransformAsync(
        PartInputs inputs,
        PartContext context,
        CancellationToken cancellation
    )
    {
        var texts = await SearchedText.ReadAsync(inputs, options.Rows, options.Text, cancellation).ConfigureAwait(false);
        return await OrderedRows.TransformAsync(texts, Embed, context.Stage.CpuWorkers, cancellation).ConfigureAwait(false);
    }

    private EmbeddingRow Embed(SearchedText text)
    {
        var (dimensions, values) = weights.Embed(Words.Split(text.Text).Select(word => word.Key));
        return new EmbeddingRow
        {
            InstanceId = text.InstanceId,
            Dimensions = dimensions,
            Values = values,
            Turn = text.Turn,
        };
    }
}
