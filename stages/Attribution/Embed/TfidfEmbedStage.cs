using Pipeline.Engine.Stages;
using Pipeline.Modeling.Text;
using Pipeline.Stages.Data.Ingest;

namespace Pipeline.Stages.Attribution.Embed;

/// <summary>Embeds texts without a model: words weighted by how rare they are in the training instances.</summary>
public sealed class TfidfEmbedStage(TfidfOptions options) : MapStage<EmbeddingRow>
{
    /// <summary>Streamed: instances or answers.</summary>
    public const string Texts = SearchedText.Stream;

    /// <summary>Whole: the training instances that the weights are taken from.</summary>
    public const string Corpus = "corpus";

    /// <inheritdoc />
    public override string Name => "embed";

    /// <inheritdoc />
    public override int Version => 3;

    /// <inheritdoc />
    public override object Options => options;

    /// <inheritdoc />
    public override async ValueTask<IPartTransform<EmbeddingRow>> OpenAsync(
        StageInputs inputs,
        StageContext context,
        CancellationToken cancellation
    )
    {
        var frequencies = new Dictionary<string, int>(StringComparer.Ordinal);
        var instances = 0;
        await foreach (var row in inputs.RowsAsync<InstanceRow>(Corpus, cancellation).ConfigureAwait(false))
        {
            instances++;
            foreach (
                var word in SearchedText
                    .FromInstance(row, options.Text)
                    .SelectMany(text => Words.Split(text.Text))
                    .Select(word => word.Key)
                    .Distinct(StringComparer.Ordinal)
            )
            {
                frequencies[word] = frequencies.GetValueOrDefault(word) + 1;
            }
        }

        return new TfidfEmbedding(options, TfidfWeights.Compute(frequencies, instances, options.MinInstances));
    }
}
