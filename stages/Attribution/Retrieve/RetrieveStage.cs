using Pipeline.Engine.Stages;
using Pipeline.Modeling.Search;
using Pipeline.Stages.Attribution.Embed;

namespace Pipeline.Stages.Attribution.Retrieve;

/// <summary>Finds, for each answer, the training instances nearest to it by cosine: all of them, or those that an index does not
/// miss.</summary>
public sealed class RetrieveStage(RetrieveOptions options) : MapStage<NeighbourRow>
{
    /// <summary>Streamed: the answers' vectors.</summary>
    public const string Answers = "answers";

    /// <summary>Whole: the training instances' vectors.</summary>
    public const string Index = "index";

    /// <summary>Whole: an approximate index of these vectors; optional.</summary>
    public const string VectorIndex = "vector-index";

    /// <summary>Names what a run is told beside the table: 1 where FAISS searched, 0 where managed code did.</summary>
    public const string ByFaiss = "faiss";

    /// <inheritdoc />
    public override string Name => "retrieve";

    /// <inheritdoc />
    public override int Version => 3;

    /// <inheritdoc />
    public override object Options => options;

    /// <inheritdoc />
    public override async ValueTask<IPartTransform<NeighbourRow>> OpenAsync(
        StageInputs inputs,
        StageContext context,
        CancellationToken cancellation
    )
    {
        var rows = new List<EmbeddingRow>();
        await foreach (var row in inputs.RowsAsync<EmbeddingRow>(Index, cancellation).ConfigureAwait(false))
        {
            rows.Add(row);
        }

        var identity = new VectorIndexIdentity(inputs[Index].TableDigest, options.Approximate?.Index ?? "");
        var search = new InstanceSearch(
            rows,
            options,
            inputs.Find(VectorIndex) is { } index
                ? () => VectorIndexFile.Open(Path.GetDirectoryName(index.PathOf(VectorIndexFile.FileName))!, identity)
                : null
        );
        context.Volatile(ByFaiss, search.IsFaiss ? 1 : 0);
        return search;
    }
}
