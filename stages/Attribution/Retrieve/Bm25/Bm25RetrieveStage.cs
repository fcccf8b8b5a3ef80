using Pipeline.Engine.Stages;
using Pipeline.Modeling.Search;

namespace Pipeline.Stages.Attribution.Retrieve.Bm25;

/// <summary>Finds, for each answer, the training instances whose words it shares most: BM25, without a model and without vectors.</summary>
public sealed class Bm25RetrieveStage(Bm25Options options) : MapStage<NeighbourRow>
{
    /// <summary>Streamed: the answers.</summary>
    public const string Answers = SearchedText.Stream;

    /// <summary>Whole: the training instances, of which the index must be; they are not read.</summary>
    public const string Instances = "instances";

    /// <summary>Whole: the index of their words.</summary>
    public const string Index = "index";

    /// <inheritdoc />
    public override string Name => "retrieve";

    /// <inheritdoc />
    public override int Version => 4;

    /// <inheritdoc />
    public override object Options => options;

    /// <inheritdoc />
    public override ValueTask<IPartTransform<NeighbourRow>> OpenAsync(
        StageInputs inputs,
        StageContext context,
        CancellationToken cancellation
    )
    {
        var file = Bm25IndexFile.Open(inputs[Index].PathOf(Bm25IndexFile.FileName), inputs[Instances].TableDigest);
        var instances = new InstanceRanking(file.Texts);
        var index = new Bm25Index(file.Postings, options.K1, options.B, instances.Groups);
        return ValueTask.FromResult<IPartTransform<NeighbourRow>>(new Bm25Search(options, index, instances));
    }

    private sealed class Bm25Search(Bm25Options options, Bm25Index index, InstanceRanking instances) : IPartTransform<NeighbourRow>
    {
        public async ValueTask<IReadOnlyList<NeighbourRow>> TransformAsync(
            PartInputs inputs,
            PartContext context,
            CancellationToken cancellation
        )
        {
            var queries = await SearchedText.ReadAsync(inputs, options.Query, EmbeddedText.Both, cancellation).ConfigureAwait(false);
            var found = index.Search(queries.Select(query => query.ListTerms()).ToList(), options.TopK, context.Stage.CpuWorkers);
            return queries.Select((query, i) => instances.Row(query.InstanceId, found[i])).ToList();
        }
    }
}
