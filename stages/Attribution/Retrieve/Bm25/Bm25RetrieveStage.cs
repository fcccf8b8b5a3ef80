using Pipeline.Engine.Stages;
using Pipeline.Modeling.Search;
using Pipeline.Modeling.Text;
using Pipeline.Stages.Data.Ingest;

namespace Pipeline.Stages.Attribution.Retrieve.Bm25;

/// <summary>Finds, for each answer, the training instances whose words it shares most: BM25, without a model and without vectors.</summary>
public sealed class Bm25RetrieveStage(Bm25Options options) : MapStage<NeighbourRow>
{
    /// <summary>Streamed: the answers.</summary>
    public const string Answers = SearchedText.Stream;

    /// <summary>Whole: the training instances.</summary>
    public const string Instances = "instances";

    /// <inheritdoc />
    public override string Name => "retrieve";

    /// <inheritdoc />
    public override int Version => 4;

    /// <inheritdoc />
    public override object Options => options;

    /// <inheritdoc />
    public override async ValueTask<IPartTransform<NeighbourRow>> OpenAsync(
        StageInputs inputs,
        StageContext context,
        CancellationToken cancellation
    )
    {
        var texts = await inputs
            .RowsAsync<InstanceRow>(Instances, cancellation)
            .SelectMany(row => SearchedText.FromInstance(row).ToAsyncEnumerable())
            .ToListAsync(cancellation)
            .ConfigureAwait(false);
        var instances = new InstanceRanking(texts.ConvertAll(text => (text.InstanceId, text.Turn)));
        var index = new Bm25Index(texts.ConvertAll(text => TermsOf(text.Text)), options.K1, options.B, instances.Groups);
        return new Bm25Search(options, index, instances);
    }

    private static List<string> TermsOf(string text) => Words.Split(text).Select(word => word.Key).ToList();

    private sealed class Bm25Search(Bm25Options options, Bm25Index index, InstanceRanking instances) : IPartTransform<NeighbourRow>
    {
        public async ValueTask<IReadOnlyList<NeighbourRow>> TransformAsync(
            PartInputs inputs,
            PartContext context,
            CancellationToken cancellation
        )
        {
            var queries = await SearchedText.ReadAsync(inputs, options.Query, EmbeddedText.Both, cancellation).ConfigureAwait(false);
            var found = index.Search(queries.Select(query => TermsOf(query.Text)).ToList(), options.TopK, context.Stage.CpuWorkers);
            return queries.Select((query, i) => instances.Row(query.InstanceId, found[i])).ToList();
        }
    }
}
