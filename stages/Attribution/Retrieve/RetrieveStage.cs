using Pipeline.Engine.Stages;
using Pipeline.Stages.Attribution.Embed;

namespace Pipeline.Stages.Attribution.Retrieve;

/// <summary>Finds, for each answer, the training instances nearest to it: exact, by cosine.</summary>
public sealed class RetrieveStage(RetrieveOptions options) : MapStage<NeighbourRow>
{
    /// <summary>Streamed: the answers' vectors.</summary>
    public const string Answers = "answers";

    /// <summary>Whole: the training instances' vectors.</summary>
    public const string Index = "index";

    /// <inheritdoc />
    public override string Name => "retrieve";

    /// <inheritdoc />
    public override int Version => 2;

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

        return new InstanceSearch(rows, options.TopK);
    }
}
